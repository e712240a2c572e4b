package org.vicinity.health.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the database answers. Where its schema can't be prepared there is no data source at all. */
@Component(property = HealthCheck.NAME + "=database")
public final class DatabaseCheck implements HealthCheck {
    private static final int SECONDS = 3;

    private final Parts parts;

    @Activate
    public DatabaseCheck(@Reference Parts parts) {
        this.parts = parts;
    }

    @Override
    public Result execute() {
        return parts.database()
                .map(DatabaseCheck::ask)
                .orElseGet(() -> new Result(Status.CRITICAL, "There is no connection to a database"));
    }

    private static Result ask(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(SECONDS)
                    ? new Result(Status.OK, "The database answers")
                    : new Result(Status.CRITICAL, "The database does not answer within " + SECONDS + " s");
        } catch (SQLException e) {
            return new Result(Status.CRITICAL, "The database refuses: SQL state " + e.getSQLState());
        }
    }
}
