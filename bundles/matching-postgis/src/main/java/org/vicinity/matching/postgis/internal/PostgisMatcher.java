package org.vicinity.matching.postgis.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.vicinity.matching.SubscriptionMatcher;

/**
 * Asks the database each time: it holds nothing itself, so it is always as new as what is committed, needs no memory
 * however many tracked addresses there are, and is ready at once. A question costs milliseconds instead of microseconds.
 *
 * <p>PostGIS measures on the WGS 84 spheroid (its geography type, by the same geodesic as GeographicLib). An index can
 * only be asked for what lies within one distance, so there is an index a class of radius, and within a class the circles
 * of other radii are measured once more.
 */
final class PostgisMatcher implements SubscriptionMatcher {
    /** The largest radius of each class in feet: those of the schema's indexes {@code ix_tracked_address_place_…}. */
    private static final int[] CLASSES = {500, 1_000, 1_320, 2_640, 5_280, 10_560, 15_840, 26_400};

    private static final double METRES_PER_FOOT = 0.3048;

    /** In metres: a point that was calculated to lie on the circle comes out some nanometres to one side or the other. */
    private static final double ON_THE_CIRCLE = 1e-6;

    private static final String POINT = "ST_SetSRID(ST_MakePoint(?, ?), 4326)::geography";

    private static final String MATCHING = IntStream.range(0, CLASSES.length)
            .mapToObj(PostgisMatcher::inClass)
            .collect(Collectors.joining(" UNION ALL "));

    private final JpaTemplate jpa;

    PostgisMatcher(JpaTemplate jpa) {
        this.jpa = jpa;
    }

    private static String inClass(int index) {
        int most = CLASSES[index];
        return String.format(
                Locale.ROOT,
                "SELECT id FROM tracked_address WHERE radius_feet > %d AND radius_feet <= %d"
                        + " AND ST_DWithin(place, %s, %.7f)"
                        + " AND (radius_feet = %d OR ST_DWithin(place, %s, radius_feet * %.4f::float8 + %.7f))",
                index == 0 ? 0 : CLASSES[index - 1],
                most,
                POINT,
                most * METRES_PER_FOOT + ON_THE_CIRCLE,
                most,
                POINT,
                METRES_PER_FOOT,
                ON_THE_CIRCLE);
    }

    /** @throws IllegalStateException if the database has no PostGIS, or its schema was made before it had */
    void check() {
        matching(0, 0);
    }

    @Override
    public long[] matching(double latitude, double longitude) {
        // Written so that NaN is refused. The values are left out of the message: they may be somebody's home.
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("Not a place: latitude beyond 90 or longitude beyond 180 degrees");
        }
        return read(MATCHING, statement -> {
            // Each class has the point twice.
            for (int i = 0; i < 2 * CLASSES.length; i++) {
                statement.setDouble(2 * i + 1, longitude);
                statement.setDouble(2 * i + 2, latitude);
            }
        });
    }

    @Override
    public long catchUp() {
        return read(
                "SELECT GREATEST((SELECT COALESCE(MAX(commit_number), 0) FROM tracked_address),"
                        + " (SELECT COALESCE(MAX(commit_number), 0) FROM tracked_address_removal))",
                statement -> {})[0];
    }

    @Override
    public long size() {
        return read("SELECT COUNT(*) FROM tracked_address", statement -> {})[0];
    }

    private long[] read(String sql, Parameters parameters) {
        return jpa.txExpr(manager -> {
            try (PreparedStatement statement = manager.unwrap(Connection.class).prepareStatement(sql)) {
                parameters.set(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    LongStream.Builder numbers = LongStream.builder();
                    while (rows.next()) {
                        numbers.add(rows.getLong(1));
                    }
                    return numbers.build().toArray();
                }
            } catch (SQLException e) {
                // A driver's message can quote values; the state says what went wrong.
                throw new IllegalStateException("Asking PostGIS failed: SQL state " + e.getSQLState());
            }
        });
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }
}
