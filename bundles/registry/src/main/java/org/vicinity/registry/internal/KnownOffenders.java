package org.vicinity.registry.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.persistence.EntityManager;
import org.vicinity.registry.internal.Comparison.Known;

/** Goes through the offenders of all feeds by id, in the order that {@link String} has, and keeps none. */
final class KnownOffenders implements Iterator<Known>, AutoCloseable {
    private static final int FETCH_SIZE = 1000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    KnownOffenders(EntityManager manager) {
        try {
            Connection connection = manager.unwrap(Connection.class);
            // Derby sorts as Java does; elsewhere the database's language decides, if nothing else is said.
            statement = connection.prepareStatement("SELECT id, feed, fingerprint FROM offender ORDER BY id"
                    + (NewRows.isPostgres(connection) ? " COLLATE \"C\"" : ""));
            statement.setFetchSize(FETCH_SIZE);
            rows = statement.executeQuery();
            more = rows.next();
        } catch (SQLException e) {
            throw NewRows.failed(e);
        }
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public Known next() {
        if (!more) {
            throw new NoSuchElementException();
        }
        try {
            Known offender = new Known(rows.getString(1), rows.getString(2), rows.getString(3));
            more = rows.next();
            return offender;
        } catch (SQLException e) {
            throw NewRows.failed(e);
        }
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw NewRows.failed(e);
        }
    }
}
