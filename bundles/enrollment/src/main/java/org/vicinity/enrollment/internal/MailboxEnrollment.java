package org.vicinity.enrollment.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.persistence.CacheRetrieveMode;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.enrollment.Enrollment;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.enrollment.EnrollmentException.InvalidField;
import org.vicinity.enrollment.EnrollmentException.LinkExpired;
import org.vicinity.enrollment.EnrollmentException.NotFound;
import org.vicinity.enrollment.EnrollmentException.PasswordNeeded;
import org.vicinity.enrollment.EnrollmentException.WrongCredentials;
import org.vicinity.enrollment.Session;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Outbox;
import org.vicinity.persistence.CommitNumbers;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.enrollment.PendingRequestRow;
import org.vicinity.persistence.enrollment.PendingRequestRow.Kind;
import org.vicinity.persistence.enrollment.PendingRequestRow.State;
import org.vicinity.persistence.enrollment.SessionRow;
import org.vicinity.persistence.enrollment.SubscriberRow;
import org.vicinity.persistence.enrollment.TrackedAddressRemovalRow;

/**
 * Accounts by proof of a mailbox. Passwords are hashed before a transaction begins: that takes long, and connections
 * are few. Whether an address is known shows neither in what is done nor in how long it takes: a request for nobody is
 * stored like any other, only its link is never mailed.
 */
@Component(name = "org.vicinity.enrollment")
@Designate(ocd = Config.class)
public final class MailboxEnrollment implements Enrollment {
    static final Set<String> LANGUAGES = Set.of("en", "es");
    static final String CHANNEL = "email";

    private static final Logger LOG = LoggerFactory.getLogger(MailboxEnrollment.class);
    private static final Duration SEEN_GRANULARITY = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Outbox outbox;
    private final Vault vault;
    private final Tokens tokens;
    private final Passwords passwords = new Passwords();
    private final PasswordPolicy policy;
    private final LogInDelays delays;
    private final Clock clock;
    private final Duration linkValidity;
    private final int mailsPerDay;
    private final Duration sessionIdle;
    private final Duration sessionLength;

    @Activate
    public MailboxEnrollment(
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa,
            @Reference Outbox outbox,
            @Reference Vault vault,
            Config config) {
        this(jpa, outbox, vault, config, Clock.systemUTC());
    }

    MailboxEnrollment(JpaTemplate jpa, Outbox outbox, Vault vault, Config config, Clock clock) {
        this.transactions = new Transactions(jpa);
        this.outbox = outbox;
        this.vault = vault;
        this.tokens = new Tokens(vault);
        this.policy = new PasswordPolicy(config.minimumPasswordLength());
        this.delays = new LogInDelays(clock);
        this.clock = clock;
        this.linkValidity = Duration.ofHours(config.linkHours());
        this.mailsPerDay = config.accountMailsPerDay();
        this.sessionIdle = Duration.ofMinutes(config.sessionIdleMinutes());
        this.sessionLength = Duration.ofHours(config.sessionHours());
    }

    // ---- Requests by mail ----

    @Override
    public String enroll(String email, String password, String language) {
        List<FieldError> errors = new ArrayList<>();
        if (!LANGUAGES.contains(language)) {
            errors.add(new FieldError("language", "language.unknown", List.of()));
        }
        EmailAddress address = check(email, "password", password, errors);
        return request(Kind.ENROLL, address, password, language);
    }

    @Override
    public String requestPasswordReset(String email, String newPassword) {
        EmailAddress address = check(email, "newPassword", newPassword, new ArrayList<>());
        return request(Kind.RESET, address, newPassword, "en");
    }

    private EmailAddress check(String email, String passwordField, String password, List<FieldError> errors) {
        Optional<EmailAddress> address = EmailAddress.parse(email);
        if (address.isEmpty()) {
            errors.add(new FieldError("email", "email.invalid", List.of()));
        }
        policy.check(passwordField, password, email.strip()).ifPresent(errors::add);
        if (!errors.isEmpty()) {
            throw new InvalidField(errors);
        }
        return address.orElseThrow();
    }

    private String request(Kind kind, EmailAddress address, String password, String language) {
        String passwordHash = passwords.hash(password);
        String token = tokens.make();
        String browserSecret = tokens.make();
        String emailHash = tokens.emailHash(address);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(linkValidity);
        long day = Math.floorDiv(now.getEpochSecond(), Duration.ofDays(1).toSeconds());
        transactions.run(manager -> {
            Integer slot = manager.createQuery(
                            "SELECT COALESCE(MAX(r.slot), 0) FROM PendingRequestRow r"
                                    + " WHERE r.emailHash = :hash AND r.createdDay = :day",
                            Integer.class)
                    .setParameter("hash", emailHash)
                    .setParameter("day", day)
                    .getSingleResult();
            Optional<SubscriberRow> subscriber = subscriber(manager, emailHash);
            if (slot >= mailsPerDay) {
                return null;
            }
            boolean linkIsMailed = (kind == Kind.ENROLL) == subscriber.isEmpty();
            PendingRequestRow row = new PendingRequestRow(
                    kind,
                    linkIsMailed ? State.OPEN : State.VOID,
                    emailHash,
                    day,
                    slot + 1,
                    vault.seal(address.text()),
                    passwordHash,
                    language,
                    tokens.linkHash(token),
                    tokens.browserHash(browserSecret),
                    now,
                    expiresAt);
            manager.persist(row);
            // Written first: a slot taken by another meanwhile must show before anything is queued.
            manager.flush();
            if (kind == Kind.ENROLL && subscriber.isEmpty()) {
                queue(
                        "confirm:" + row.id(),
                        0,
                        address.text(),
                        language,
                        new Notice.ConfirmEnrollment(token, expiresAt));
            } else if (subscriber.isPresent()) {
                SubscriberRow known = subscriber.get();
                queue(
                        (kind == Kind.ENROLL ? "enrolled:" : "reset:") + row.id(),
                        known.id(),
                        vault.open(known.sealedEmail()),
                        known.language(),
                        kind == Kind.ENROLL
                                ? new Notice.AlreadyEnrolled()
                                : new Notice.ConfirmPasswordReset(token, expiresAt));
            }
            return null;
        });
        return browserSecret;
    }

    @Override
    public boolean confirm(String token, String browserSecret, String password) {
        PendingRequestRow request = find(Kind.ENROLL, token).orElseThrow(LinkExpired::new);
        if (request.state() == State.USED) {
            return false;
        }
        prove(request, browserSecret, password);
        return transactions.run(manager -> {
            State before = use(manager, request);
            if (before == State.USED) {
                return false;
            }
            if (before == State.VOID || subscriber(manager, request.emailHash()).isPresent()) {
                throw new LinkExpired();
            }
            SubscriberRow subscriber = new SubscriberRow(
                    request.emailHash(),
                    request.sealedEmail(),
                    request.passwordHash(),
                    request.language(),
                    clock.instant());
            manager.persist(subscriber);
            manager.flush();
            LOG.info("Subscriber {} enrolled", subscriber.id());
            return true;
        });
    }

    @Override
    public void confirmPasswordReset(String token, String browserSecret, String password) {
        PendingRequestRow request =
                find(Kind.RESET, token).filter(row -> row.state() == State.OPEN).orElseThrow(LinkExpired::new);
        prove(request, browserSecret, password);
        transactions.run(manager -> {
            SubscriberRow subscriber = subscriber(manager, request.emailHash())
                    .map(row -> lock(manager, row.id()))
                    .orElseThrow(LinkExpired::new);
            if (use(manager, request) != State.OPEN) {
                throw new LinkExpired();
            }
            subscriber.setPasswordHash(request.passwordHash());
            endSessions(manager, subscriber.id());
            queue(
                    "password:" + request.id(),
                    subscriber.id(),
                    vault.open(subscriber.sealedEmail()),
                    subscriber.language(),
                    new Notice.PasswordChanged(clock.instant()));
            return null;
        });
        delays.forgive(request.emailHash());
    }

    /** The request of a link, unless it is expired. */
    private Optional<PendingRequestRow> find(Kind kind, String token) {
        String hash = tokens.linkHash(token);
        return transactions
                .run(manager -> manager
                        .createQuery(
                                "SELECT r FROM PendingRequestRow r WHERE r.tokenHash = :hash AND r.kind = :kind",
                                PendingRequestRow.class)
                        .setParameter("hash", hash)
                        .setParameter("kind", kind)
                        .getResultList()
                        .stream()
                        .findFirst())
                .filter(row -> row.state() != State.VOID)
                .filter(row -> clock.instant().isBefore(row.expiresAt()));
    }

    /**
     * Whoever clicks must be who chose the password: the same browser, or somebody who knows it. Otherwise a stranger
     * could plant a password of their own choice in somebody's account, and wait for the click.
     */
    private void prove(PendingRequestRow request, String browserSecret, String password) {
        if (!browserSecret.isEmpty() && Tokens.same(tokens.browserHash(browserSecret), request.browserHash())) {
            return;
        }
        if (password.isEmpty()) {
            throw new PasswordNeeded();
        }
        String guesses = "link:" + request.id();
        delays.attempt(guesses);
        if (!passwords.matches(password, request.passwordHash())) {
            throw new PasswordNeeded();
        }
        delays.forgive(guesses);
    }

    /**
     * Uses a request up and voids the others of its kind and address, or loses to one that was quicker.
     *
     * @return the state it was found in
     */
    private State use(EntityManager manager, PendingRequestRow request) {
        // The oldest is locked first, by everybody: clicks on several links at once would else wait for each other.
        manager.createQuery(
                        "SELECT MIN(r.id) FROM PendingRequestRow r WHERE r.emailHash = :hash AND r.kind = :kind",
                        Long.class)
                .setParameter("hash", request.emailHash())
                .setParameter("kind", request.kind())
                .getResultStream()
                .filter(Objects::nonNull)
                .forEach(oldest -> manager.find(PendingRequestRow.class, oldest, LockModeType.PESSIMISTIC_WRITE));
        List<PendingRequestRow> requests = manager.createQuery(
                        "SELECT r FROM PendingRequestRow r WHERE r.emailHash = :hash AND r.kind = :kind"
                                + " ORDER BY r.id",
                        PendingRequestRow.class)
                .setParameter("hash", request.emailHash())
                .setParameter("kind", request.kind())
                .setHint("javax.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS)
                .setHint("eclipselink.refresh", "true")
                .getResultList();
        State found = requests.stream()
                .filter(row -> row.id() == request.id())
                .map(PendingRequestRow::state)
                .findFirst()
                .orElse(State.VOID);
        if (found == State.OPEN) {
            Instant now = clock.instant();
            for (PendingRequestRow row : requests) {
                if (row.id() == request.id()) {
                    row.use(now);
                } else if (row.state() == State.OPEN) {
                    row.annul();
                }
            }
        }
        return found;
    }

    // ---- Sessions ----

    @Override
    public Session logIn(String email, String password) {
        // What is no address can't be an account, and takes the same way.
        EmailAddress address = EmailAddress.parse(email).orElseGet(() -> new EmailAddress(""));
        String emailHash = tokens.emailHash(address);
        delays.attempt(emailHash);
        Optional<SubscriberRow> found = transactions.run(manager -> subscriber(manager, emailHash));
        String expected = found.map(SubscriberRow::passwordHash).orElse(passwords.nobodys());
        if (!passwords.matches(password, expected) || found.isEmpty()) {
            throw new WrongCredentials();
        }
        String token = tokens.make();
        long subscriberId = found.get().id();
        Instant now = clock.instant();
        transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            if (subscriber == null || !subscriber.passwordHash().equals(expected)) {
                // Reset or gone between the look and the session: its end would miss this session.
                throw new WrongCredentials();
            }
            manager.persist(new SessionRow(tokens.sessionHash(token), subscriberId, now, now.plus(sessionLength)));
            return null;
        });
        delays.forgive(emailHash);
        return new Session(token, tokens.csrf(token), subscriberId);
    }

    @Override
    public Optional<Session> session(String token) {
        String hash = tokens.sessionHash(token);
        Instant now = clock.instant();
        return transactions.run(manager -> {
            SessionRow row = manager.find(SessionRow.class, hash);
            if (row == null
                    || !now.isBefore(row.expiresAt())
                    || !now.isBefore(row.lastSeenAt().plus(sessionIdle))) {
                return Optional.empty();
            }
            if (row.lastSeenAt().plus(SEEN_GRANULARITY).isBefore(now)) {
                manager.createQuery("UPDATE SessionRow s SET s.lastSeenAt = :now WHERE s.tokenHash = :hash")
                        .setParameter("now", now)
                        .setParameter("hash", hash)
                        .executeUpdate();
            }
            return Optional.of(new Session(token, tokens.csrf(token), row.subscriberId()));
        });
    }

    @Override
    public void logOut(String token) {
        transactions.run(manager -> manager.createQuery("DELETE FROM SessionRow s WHERE s.tokenHash = :hash")
                .setParameter("hash", tokens.sessionHash(token))
                .executeUpdate());
    }

    // ---- Leaving ----

    @Override
    public void unenroll(long subscriberId, String password) {
        SubscriberRow found = transactions.run(manager -> manager.find(SubscriberRow.class, subscriberId));
        if (found == null) {
            throw new NotFound();
        }
        delays.attempt(found.emailHash());
        if (!passwords.matches(password, found.passwordHash())) {
            throw new WrongCredentials();
        }
        transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            if (subscriber == null) {
                throw new NotFound();
            }
            if (!subscriber.passwordHash().equals(found.passwordHash())) {
                throw new WrongCredentials();
            }
            long number = CommitNumbers.next(manager);
            Instant now = clock.instant();
            manager.createQuery("SELECT t.id FROM TrackedAddressRow t WHERE t.subscriberId = :id", Long.class)
                    .setParameter("id", subscriberId)
                    .getResultList()
                    .forEach(id -> manager.persist(new TrackedAddressRemovalRow(id, number, now)));
            delete(manager, "TrackedAddressRow", subscriberId);
            delete(manager, "FollowedOffenderRow", subscriberId);
            delete(manager, "ChannelAddressRow", subscriberId);
            endSessions(manager, subscriberId);
            manager.createQuery("DELETE FROM PendingRequestRow r WHERE r.emailHash = :hash")
                    .setParameter("hash", subscriber.emailHash())
                    .executeUpdate();
            String email = vault.open(subscriber.sealedEmail());
            String language = subscriber.language();
            manager.remove(subscriber);
            outbox.forget(subscriberId);
            queue("unenrolled:" + subscriberId, 0, email, language, new Notice.Unenrolled());
            return null;
        });
        delays.forgive(found.emailHash());
        LOG.info("Subscriber {} un-enrolled", subscriberId);
    }

    @Override
    public boolean unsubscribe(String token) {
        OptionalLong subscriberId = tokens.unsubscribes(token);
        return subscriberId.isPresent() && transactions.run(manager -> pause(manager, subscriberId.getAsLong()));
    }

    private boolean pause(EntityManager manager, long subscriberId) {
        outbox.dropAlerts(subscriberId);
        return manager.createQuery("UPDATE SubscriberRow s SET s.paused = :yes WHERE s.id = :id")
                        .setParameter("yes", true)
                        .setParameter("id", subscriberId)
                        .executeUpdate()
                > 0;
    }

    // ---- Rows ----

    private static Optional<SubscriberRow> subscriber(EntityManager manager, String emailHash) {
        return manager
                .createQuery("SELECT s FROM SubscriberRow s WHERE s.emailHash = :hash", SubscriberRow.class)
                .setParameter("hash", emailHash)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks the account until commit, and reads it as it is now; null where it is gone. */
    private static SubscriberRow lock(EntityManager manager, long subscriberId) {
        return manager.find(SubscriberRow.class, subscriberId, LockModeType.PESSIMISTIC_WRITE);
    }

    private static void endSessions(EntityManager manager, long subscriberId) {
        delete(manager, "SessionRow", subscriberId);
    }

    private static void delete(EntityManager manager, String entity, long subscriberId) {
        manager.createQuery("DELETE FROM " + entity + " r WHERE r.subscriberId = :id")
                .setParameter("id", subscriberId)
                .executeUpdate();
    }

    private void queue(String key, long subscriberId, String to, String language, Notice notice) {
        outbox.queue(List.of(new Outbox.Entry(key, CHANNEL, subscriberId, to, language, "", notice)));
    }
}
