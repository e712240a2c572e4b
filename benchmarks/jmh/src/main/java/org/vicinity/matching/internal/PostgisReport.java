package org.vicinity.matching.internal;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.commons.dbcp2.BasicDataSource;
import org.postgresql.PGConnection;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.matching.postgis.internal.PostgisMatcher;
import org.vicinity.persistence.PostgisServer;
import org.vicinity.persistence.TestDatabase;

/** PostGIS beside the index in memory: the same answers, and how long each takes. One thread, one connection. */
public final class PostgisReport {
    private static final int COMPARED_CIRCLES = 20_000;
    private static final int COMPARED_POINTS = 100_000;
    private static final long POINTS_SEED = 7;
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int CHUNK = 100_000;

    private PostgisReport() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        try (PostgisServer server = PostgisServer.start()
                .orElseThrow(() -> new IllegalStateException("Needs Debian's packages postgresql and postgis"))) {
            long different = compare(server);
            System.out.printf(
                    Locale.ROOT,
                    "%,d circles, %,d points: %d answers differ%n",
                    COMPARED_CIRCLES,
                    COMPARED_POINTS,
                    different);
            for (String circles : arguments.length == 0 ? new String[] {"10000", "100000", "1000000"} : arguments) {
                speed(server, Integer.parseInt(circles), different);
            }
        }
    }

    private static long compare(PostgisServer server) throws SQLException, IOException {
        try (BasicDataSource source = filled(server, "compared", COMPARED_CIRCLES);
                TestDatabase database = new TestDatabase(source)) {
            SubscriptionMatcher postgis = new PostgisMatcher(database.template());
            CircleIndex index = index(COMPARED_CIRCLES);
            double[] points = Missouri.points(COMPARED_POINTS, POINTS_SEED);
            long different = 0;
            for (int i = 0; i < points.length; i += 2) {
                long[] theirs = postgis.matching(points[i], points[i + 1]);
                long[] ours = index.matching(points[i], points[i + 1]);
                Arrays.sort(theirs);
                Arrays.sort(ours);
                different += Arrays.equals(theirs, ours) ? 0 : 1;
            }
            return different;
        }
    }

    private static void speed(PostgisServer server, int circles, long different) throws SQLException, IOException {
        try (BasicDataSource source = filled(server, "speed" + circles, circles);
                TestDatabase database = new TestDatabase(source)) {
            CircleIndex index = index(circles);
            SubscriptionMatcher postgis = new PostgisMatcher(database.template());
            double theirs = perSecond(postgis::matching);
            double boxes = boxesPerSecond(source);
            double ours = perSecond(index::matching);
            System.out.printf(
                    Locale.ROOT,
                    "{\"circles\":%d,\"postgisPerSecond\":%.0f,\"postgisMillis\":%.2f,\"boxesPerSecond\":%.1f,\"indexPerSecond\":%.0f,"
                            + "\"vsPostgis\":%.0f,\"vsPostgisBoxes\":%.0f,\"differences\":%d,\"postgisBytesPerCircle\":%.0f}%n",
                    circles,
                    theirs,
                    1000 / theirs,
                    boxes,
                    ours,
                    ours / theirs,
                    ours / boxes,
                    different,
                    indexBytes(source) / (double) circles);
        }
    }

    private static double perSecond(Question question) {
        double[] points = Missouri.points(1 << 16, POINTS_SEED);
        long asked = 0;
        int next = 0;
        long start = System.nanoTime();
        // The first half warms up.
        long half = start + MEASURED_NANOS / 2;
        long counted = 0;
        long countedSince = 0;
        for (long now = start; now - start < MEASURED_NANOS; now = System.nanoTime()) {
            question.ask(points[next], points[next + 1]);
            next = (next + 2) % points.length;
            asked++;
            if (countedSince == 0 && now > half) {
                counted = asked;
                countedSince = now;
            }
        }
        return (asked - counted) * 1e9 / (System.nanoTime() - countedSince);
    }

    /** The query that people write first: one index of the circles' bounding boxes, then ST_DWithin on the spheroid. */
    private static double boxesPerSecond(BasicDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            var statement = connection.createStatement();
            statement.execute("SET jit = off");
            statement.execute("SET max_parallel_workers_per_gather = 0");
            statement.execute("CREATE TABLE boxed AS SELECT id, place, radius_feet * 0.3048 AS metres,"
                    + " ST_Expand(place::geometry, radius_feet * 0.3048 / (111300 * cosd(latitude + 0.1)),"
                    + " radius_feet * 0.3048 / 110900) AS box FROM tracked_address");
            statement.execute("CREATE INDEX ix_boxed ON boxed USING gist (box)");
            statement.execute("VACUUM ANALYZE boxed");
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT id FROM boxed WHERE box && ST_SetSRID(ST_MakePoint(?, ?), 4326)"
                            + " AND ST_DWithin(place, ST_SetSRID(ST_MakePoint(?, ?), 4326)::geography, metres)")) {
                return perSecond((latitude, longitude) -> ask(query, latitude, longitude));
            }
        }
    }

    private static long[] ask(PreparedStatement query, double latitude, double longitude) {
        try {
            query.setDouble(1, longitude);
            query.setDouble(2, latitude);
            query.setDouble(3, longitude);
            query.setDouble(4, latitude);
            LongStream.Builder ids = LongStream.builder();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids.build().toArray();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Question {
        long[] ask(double latitude, double longitude);
    }

    private static CircleIndex index(int circles) {
        CircleIndex index = new CircleIndex();
        index.load(Missouri.circles(circles, MatchingBenchmarks.CIRCLES_SEED));
        return index;
    }

    private static BasicDataSource filled(PostgisServer server, String name, int count)
            throws SQLException, IOException {
        BasicDataSource source = new BasicDataSource();
        source.setUrl(server.createDatabase(name));
        source.setMaxTotal(2);
        new TestDatabase(source).close();
        Circles circles = Missouri.circles(count, MatchingBenchmarks.CIRCLES_SEED);
        try (Connection connection = source.getConnection()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int from = 0; from < count; from += CHUNK) {
                StringBuilder rows = new StringBuilder();
                for (int i = from; i < Math.min(count, from + CHUNK); i++) {
                    rows.append(circles.ids[i]).append(",1,");
                    rows.append(circles.latitudes[i]).append(',').append(circles.longitudes[i]);
                    rows.append(',').append((int) circles.feet[i]).append(',').append(i + 1);
                    rows.append(",sealed,sealed,rooftop,1970-01-01\n");
                }
                copy.copyIn(
                        "COPY tracked_address (id, subscriber_id, latitude, longitude, radius_feet, commit_number, label,"
                                + " address, point_precision, created_at) FROM STDIN (FORMAT csv)",
                        new StringReader(rows.toString()));
            }
            connection.createStatement().execute("VACUUM ANALYZE tracked_address");
        }
        return source;
    }

    private static long indexBytes(BasicDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT SUM(pg_relation_size(indexrelid)) FROM pg_stat_user_indexes"
                                + " WHERE indexrelname LIKE 'ix_tracked_address_place%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
