package org.vicinity.enrollment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vicinity.enrollment.internal.World.EMAIL;
import static org.vicinity.enrollment.internal.World.PASSWORD;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.enrollment.EnrollmentException.InvalidField;
import org.vicinity.enrollment.EnrollmentException.LinkExpired;
import org.vicinity.enrollment.EnrollmentException.NotFound;
import org.vicinity.enrollment.EnrollmentException.PasswordNeeded;
import org.vicinity.enrollment.EnrollmentException.TooManyAttempts;
import org.vicinity.enrollment.EnrollmentException.WrongCredentials;
import org.vicinity.enrollment.Session;
import org.vicinity.enrollment.TrackedAddressRequest;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Outbox;

class MailboxEnrollmentTest {
    private static final String OTHER_PASSWORD = "feed the cat at eight";

    @TempDir
    Path folder;

    private World world;
    private MailboxEnrollment enrollment;

    @BeforeEach
    void begin() throws IOException {
        world = new World(folder);
        enrollment = world.enrollment;
    }

    @AfterEach
    void end() {
        world.close();
    }

    private String token() {
        return world.last(Notice.ConfirmEnrollment.class).token();
    }

    @Test
    void anAccountBeginsWithTheClickAndNotBefore() {
        String secret = enrollment.enroll(EMAIL, PASSWORD, "es");
        assertThatThrownBy(() -> enrollment.logIn(EMAIL, PASSWORD)).isInstanceOf(WrongCredentials.class);

        assertThat(enrollment.confirm(token(), secret, "")).isTrue();

        Session session = enrollment.logIn("ann.example@EXAMPLE.org", PASSWORD);
        assertThat(enrollment.session(session.token())).contains(session);
        assertThat(world.accounts.account(session.subscriberId()).email()).isEqualTo(EMAIL);
        assertThat(world.accounts.account(session.subscriberId()).language()).isEqualTo("es");
        enrollment.logOut(session.token());
        assertThat(enrollment.session(session.token())).isEmpty();
    }

    @Test
    void theSecondClickIsToldApartFromAnExpiredLink() {
        String secret = enrollment.enroll(EMAIL, PASSWORD, "en");
        enrollment.confirm(token(), secret, "");
        assertThat(enrollment.confirm(token(), "", "")).isFalse();
        assertThatThrownBy(() -> enrollment.confirm("no\u0000token", secret, ""))
                .isInstanceOf(LinkExpired.class);
    }

    @Test
    void aLinkEndsAfter48Hours() {
        String secret = enrollment.enroll(EMAIL, PASSWORD, "en");
        world.later(Duration.ofHours(48));
        assertThatThrownBy(() -> enrollment.confirm(token(), secret, "")).isInstanceOf(LinkExpired.class);
        world.later(Duration.ofSeconds(1));
        world.erasure.run();
        assertThat(count("pending_request")).isZero();
    }

    @Test
    void anotherBrowserNeedsThePassword() {
        enrollment.enroll(EMAIL, PASSWORD, "en");
        assertThatThrownBy(() -> enrollment.confirm(token(), "", "")).isInstanceOf(PasswordNeeded.class);
        assertThatThrownBy(() -> enrollment.confirm(token(), "another browser's", OTHER_PASSWORD))
                .isInstanceOf(PasswordNeeded.class);
        assertThat(enrollment.confirm(token(), "", PASSWORD)).isTrue();
    }

    @Test
    void theFirstConfirmedRequestVoidsTheOthersOfTheAddress() {
        String stranger = enrollment.enroll(EMAIL, OTHER_PASSWORD, "en");
        String strangersToken = token();
        String owner = enrollment.enroll(EMAIL, PASSWORD, "en");
        assertThat(enrollment.confirm(token(), owner, "")).isTrue();
        assertThatThrownBy(() -> enrollment.confirm(strangersToken, stranger, ""))
                .isInstanceOf(LinkExpired.class);
        assertThat(enrollment.logIn(EMAIL, PASSWORD)).isNotNull();
    }

    @Test
    void anEnrolledAddressIsToldSoByMailOnly() {
        world.enrolled(EMAIL);
        assertThat(enrollment.enroll(EMAIL, OTHER_PASSWORD, "en")).isNotEmpty();
        assertThat(world.all(Notice.AlreadyEnrolled.class)).hasSize(1);
        assertThat(enrollment.logIn(EMAIL, PASSWORD)).isNotNull();
    }

    @Test
    void aNewPasswordCountsFromTheClickAndEndsAllSessions() {
        world.enrolled(EMAIL);
        Session session = enrollment.logIn(EMAIL, PASSWORD);
        String secret = enrollment.requestPasswordReset(EMAIL, OTHER_PASSWORD);
        assertThat(enrollment.session(session.token())).isPresent();
        String token = world.last(Notice.ConfirmPasswordReset.class).token();
        assertThatThrownBy(() -> enrollment.confirmPasswordReset(token, "", PASSWORD))
                .isInstanceOf(PasswordNeeded.class);

        enrollment.confirmPasswordReset(token, secret, "");

        assertThat(enrollment.session(session.token())).isEmpty();
        assertThatThrownBy(() -> enrollment.logIn(EMAIL, PASSWORD)).isInstanceOf(WrongCredentials.class);
        assertThat(enrollment.logIn(EMAIL, OTHER_PASSWORD)).isNotNull();
        assertThat(world.all(Notice.PasswordChanged.class)).hasSize(1);
        assertThatThrownBy(() -> enrollment.confirmPasswordReset(token, secret, ""))
                .isInstanceOf(LinkExpired.class);
    }

    @Test
    void aResetForNobodyLooksTheSameAndMailsNothing() {
        assertThat(enrollment.requestPasswordReset(EMAIL, PASSWORD)).isNotEmpty();
        assertThat(world.queued).isEmpty();
    }

    @Test
    void anAddressGetsTenMailsADayHoweverManyAskAtOnce() throws Exception {
        inParallel(30, () -> enrollment.enroll(EMAIL, PASSWORD, "en"));
        // The test's outbox forgets no entry of a transaction that had to begin anew; keys tell them apart.
        assertThat(world.queued.stream().map(Outbox.Entry::key).distinct()).hasSize(10);
        assertThat(count("pending_request")).isEqualTo(10);
        world.later(Duration.ofDays(1));
        enrollment.enroll(EMAIL, PASSWORD, "en");
        assertThat(count("pending_request")).isEqualTo(11);
    }

    @Test
    void twoClicksAtOnceMakeOneAccount() throws Exception {
        List<String[]> links = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String secret = enrollment.enroll(EMAIL, PASSWORD, "en");
            links.add(new String[] {token(), secret});
        }
        List<Callable<Boolean>> clicks = new ArrayList<>();
        for (String[] link : links) {
            clicks.add(() -> {
                try {
                    return enrollment.confirm(link[0], link[1], "");
                } catch (LinkExpired e) {
                    return false;
                }
            });
        }
        List<Boolean> made = all(clicks);
        assertThat(made).containsOnlyOnce(true);
        assertThat(count("subscriber")).isEqualTo(1);
    }

    @Test
    void guessingIsSlowedAndAResetFreesTheOwner() {
        world.enrolled(EMAIL);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> enrollment.logIn(EMAIL, OTHER_PASSWORD)).isInstanceOf(WrongCredentials.class);
        }
        assertThatThrownBy(() -> enrollment.logIn(EMAIL, PASSWORD)).isInstanceOf(TooManyAttempts.class);
        String secret = enrollment.requestPasswordReset(EMAIL, OTHER_PASSWORD);
        enrollment.confirmPasswordReset(
                world.last(Notice.ConfirmPasswordReset.class).token(), secret, "");
        assertThat(enrollment.logIn(EMAIL, OTHER_PASSWORD)).isNotNull();
    }

    @Test
    void sessionsEndWhenIdleAndAfterHalfADay() {
        world.enrolled(EMAIL);
        Session idle = enrollment.logIn(EMAIL, PASSWORD);
        world.later(Duration.ofMinutes(60));
        assertThat(enrollment.session(idle.token())).isEmpty();
        Session busy = enrollment.logIn(EMAIL, PASSWORD);
        for (int i = 0; i < 23; i++) {
            world.later(Duration.ofMinutes(30));
            assertThat(enrollment.session(busy.token())).isPresent();
        }
        world.later(Duration.ofMinutes(30));
        assertThat(enrollment.session(busy.token())).isEmpty();
    }

    @Test
    void fieldsThatCannotBeTakenAreNamed() {
        assertThat(errors("no address", "short")).containsExactly("email.invalid", "password.short");
        assertThat(errors("a\r\nBcc: b@example.org", PASSWORD)).containsExactly("email.invalid");
        assertThat(errors(EMAIL, "ann.example@example.ORG")).containsExactly("password.email");
        for (String common : List.of(
                "passwordpassword", "123456789012345", "aaaaaaaaaaaaaaaa", "Qwertyuiopasdfghjkl", "Password12345678")) {
            assertThat(errors(EMAIL, common)).as(common).containsExactly("password.common");
        }
        assertThat(errors(EMAIL, "x".repeat(1001))).containsExactly("password.long");
        assertThat(enrollment.enroll("josé.no".replace("é", "e") + "@bücher.example", "ñandú corre más rápido", "es"))
                .isNotEmpty();
    }

    private List<String> errors(String email, String password) {
        List<String> codes = new ArrayList<>();
        assertThatExceptionOfType(InvalidField.class)
                .isThrownBy(() -> enrollment.enroll(email, password, "en"))
                .satisfies(e -> e.errors().stream().map(FieldError::code).forEach(codes::add));
        return codes;
    }

    @Test
    void unenrollingLeavesNothingButTheRemovals() {
        long id = world.enrolled(EMAIL);
        world.offenders.put("R1", World.offender("R1"));
        world.accounts.follow(id, "R1", List.of());
        long place = world.accounts
                .track(id, new TrackedAddressRequest("1 Main St", 500, "home", null, List.of()))
                .id();
        assertThatThrownBy(() -> enrollment.unenroll(id, OTHER_PASSWORD)).isInstanceOf(WrongCredentials.class);

        enrollment.unenroll(id, PASSWORD);

        for (String table : List.of(
                "subscriber", "tracked_address", "followed_offender", "subscriber_session", "pending_request")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(count("tracked_address_removal WHERE commit_number = 3 AND tracked_address_id = " + place))
                .isEqualTo(1);
        assertThat(world.forgotten).containsExactly(id);
        Outbox.Entry goodbye = world.queued.get(world.queued.size() - 1);
        assertThat(goodbye.notice()).isInstanceOf(Notice.Unenrolled.class);
        assertThat(goodbye.to()).isEqualTo(EMAIL);
        assertThat(goodbye.subscriberId()).isZero();
        assertThatThrownBy(() -> world.accounts.account(id)).isInstanceOf(NotFound.class);
        assertThat(world.enrolled(EMAIL)).isNotEqualTo(id);
    }

    @Test
    void theUnsubscribeLinkPausesItsAccountOnly() {
        long id = world.enrolled(EMAIL);
        String token = world.subscriptions.subscribers(List.of(id)).get(0).unsubscribeToken();
        String others = (token.charAt(10) == 'B' ? 'C' : 'B') + token.substring(11);
        assertThat(enrollment.unsubscribe(token.substring(0, 10) + others)).isFalse();
        assertThat(enrollment.unsubscribe("")).isFalse();
        assertThat(enrollment.unsubscribe(token)).isTrue();
        assertThat(world.accounts.account(id).preferences().paused()).isTrue();
        assertThat(world.silenced).contains(id);
    }

    @Test
    void nothingReadableIsAtRest() throws SQLException {
        long id = world.enrolled(EMAIL);
        world.accounts.track(id, new TrackedAddressRequest("1 Main St", 500, "grandmother", null, List.of()));
        enrollment.requestPasswordReset(EMAIL, OTHER_PASSWORD);
        Session session = enrollment.logIn(EMAIL, PASSWORD);
        StringBuilder rows = new StringBuilder();
        try (Connection connection = world.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("subscriber", "tracked_address", "pending_request", "subscriber_session")) {
                try (ResultSet all = statement.executeQuery("SELECT * FROM " + table)) {
                    while (all.next()) {
                        for (int i = 1; i <= all.getMetaData().getColumnCount(); i++) {
                            rows.append(all.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        assertThat(rows.toString())
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContainIgnoringCase("example")
                .doesNotContainIgnoringCase("main st")
                .doesNotContain("grandmother", PASSWORD, OTHER_PASSWORD, session.token(), token());
    }

    private long count(String table) {
        try (Connection connection = world.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <R> void inParallel(int times, Callable<R> work) throws Exception {
        List<Callable<R>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(work);
        }
        all(all);
    }

    static <R> List<R> all(List<Callable<R>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<R> results = new ArrayList<>();
            for (Future<R> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
