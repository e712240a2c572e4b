package org.vicinity.outbox.internal;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.vicinity.channel.email.internal.EmailChannel;
import org.vicinity.geocoding.Location;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.notification.Outcome;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

/** The e-mail channel, and the outbox with it, beside Postfix's smtp-source. */
final class MailReport {
    private static final int ROUNDS = 3;
    private static final int SESSIONS = 16;
    /** As the outbox has it where nobody says otherwise. */
    private static final int USUAL_SESSIONS = 8;

    private static final int BYTES = 8192;

    /** Held, so that its level stays. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final int messages;
    private final int port;
    private final Path folder;

    private MailReport(int messages, int port, Path folder) {
        this.messages = messages;
        this.port = port;
        this.folder = folder;
    }

    private record Figures(double vsSmtpSource, double cpuMicros, double smtpSource) {}

    public static void main(String[] arguments) throws Exception {
        LIQUIBASE.setLevel(Level.WARNING);
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30_000;
        Path folder = Files.createTempDirectory("vicinity-mail");
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> sink = new ArrayList<>(List.of("smtp-sink", "127.0.0.1:" + port, "1000"));
        if (System.getProperty("user.name").equals("root")) {
            sink.addAll(1, List.of("-u", "nobody"));
        }
        Process server = new ProcessBuilder(sink).inheritIO().start();
        try {
            awaitPort(port);
            new MailReport(messages, port, folder).run();
        } finally {
            server.destroy();
            delete(folder);
        }
        System.exit(0);
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            try (Socket connected = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("smtp-sink does not listen");
    }

    private void run() throws Exception {
        NotificationChannel channel = new EmailChannel(new ChannelConfig(port));
        List<Message> mails = mails();
        deliver(channel, mails, SESSIONS);
        Figures few = alone(channel, mails, 4);
        Figures many = alone(channel, mails, SESSIONS);
        double derby = onDerby(channel) / many.smtpSource();
        double postgres = onPostgres(channel) / many.smtpSource();
        say(
                "{\"sessions\":%d,\"vsSmtpSource\":%.2f,\"cpuMicrosPerMessage\":%.0f,\"endToEndDerby\":%.2f,"
                        + "\"endToEndPostgres\":%.2f,\"vsSmtpSource4\":%.2f,\"cpuMicrosPerMessage4\":%.0f,"
                        + "\"smtpSourcePerSecond\":%.0f}",
                SESSIONS,
                many.vsSmtpSource(),
                many.cpuMicros(),
                derby,
                postgres,
                few.vsSmtpSource(),
                few.cpuMicros(),
                many.smtpSource());
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }

    // ---- the channel alone ----

    /** In turn, so that whatever else the machine does falls on both; the median of the rounds. */
    private Figures alone(NotificationChannel channel, List<Message> mails, int sessions) throws Exception {
        double[] ratios = new double[ROUNDS];
        double[] micros = new double[ROUNDS];
        double[] source = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            source[round] = smtpSource(sessions);
            long cpu = cpuNanos();
            double rate = deliver(channel, mails, sessions);
            micros[round] = (cpuNanos() - cpu) / 1000.0 / messages;
            ratios[round] = rate / source[round];
            say(
                    "%d sessions: smtp-source %.0f/s, channel %.0f/s, %.2f x, %.0f us of CPU a message",
                    sessions, source[round], rate, ratios[round], micros[round]);
        }
        return new Figures(median(ratios), median(micros), median(source));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private double smtpSource(int sessions) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process source = new ProcessBuilder(
                        "smtp-source",
                        "-d",
                        "-s",
                        "" + sessions,
                        "-l",
                        "" + BYTES,
                        "-m",
                        "" + messages,
                        "-f",
                        "alerts@vicinity.example",
                        "-t",
                        "somebody@example.org",
                        "127.0.0.1:" + port)
                .inheritIO()
                .start();
        if (source.waitFor() != 0) {
            throw new IllegalStateException("smtp-source failed");
        }
        return perSecond(start);
    }

    private double perSecond(long start) {
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    private double deliver(NotificationChannel channel, List<Message> mails, int sessions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        AtomicInteger next = new AtomicInteger();
        Callable<Void> session = () -> {
            for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                Message mail = mails.get(i % mails.size());
                if (!(channel.deliver(mail) instanceof Outcome.Delivered)) {
                    throw new IllegalStateException("not delivered");
                }
            }
            return null;
        };
        long start = System.nanoTime();
        List<Future<Void>> sent = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            sent.add(threads.submit(session));
        }
        for (Future<Void> one : sent) {
            one.get();
        }
        double rate = perSecond(start);
        threads.shutdown();
        return rate;
    }

    /** Alerts of different people to different people, in both languages. */
    private List<Message> mails() {
        Renderer renderer = new Renderer(URL, "Vicinity", "1 Court Sq, Springfield, MO 65801", ZoneId.of("UTC"));
        List<Message> mails = new ArrayList<>();
        long characters = 0;
        for (int i = 0; i < 4000; i++) {
            Outbox.Entry entry = entry(i);
            Message mail = renderer.render(
                    i + ".0123456789abcdef01234567@vicinity.example",
                    Instant.now(),
                    new Payload(entry.to(), entry.language(), entry.unsubscribeToken(), entry.notice()));
            characters += mail.text().length() + mail.html().length();
            mails.add(mail);
        }
        say("Texts of %d characters a mail", characters / mails.size());
        return mails;
    }

    // ---- from the rows to the mark ----

    private double onDerby(NotificationChannel channel) throws Exception {
        try (BasicDataSource pool = pool("jdbc:derby:" + folder.resolve("derby") + ";create=true")) {
            return endToEnd("Derby", pool, channel);
        }
    }

    private double onPostgres(NotificationChannel channel) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                BasicDataSource pool = pool(server.getJdbcUrl("postgres", "postgres"))) {
            return endToEnd("PostgreSQL", pool, channel);
        }
    }

    /** As the distribution configures it. */
    private static BasicDataSource pool(String url) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setMaxTotal(24);
        pool.setMaxIdle(24);
        pool.setPoolPreparedStatements(true);
        pool.setMaxOpenPreparedStatements(200);
        return pool;
    }

    /** The second of two runs counts: the first warms the code up. */
    private double endToEnd(String name, DataSource source, NotificationChannel channel) throws Exception {
        double rate = 0;
        try (TestDatabase database = new TestDatabase(source)) {
            Vault vault = Vault.of(folder.resolve("key"));
            for (int round = 0; round < 2; round++) {
                DurableOutbox outbox = new DurableOutbox(
                        new Queue(database.template(), vault),
                        new Leases(database.template(), "node"),
                        URL,
                        new OutboxSettings(),
                        Clock.systemUTC());
                long start = System.nanoTime();
                queue(outbox, round);
                double queued = perSecond(start);
                long sent = sent(outbox);
                start = System.nanoTime();
                Counted counted = new Counted(channel, new CountDownLatch(messages));
                outbox.addChannel(counted);
                counted.left().await();
                while (sent(outbox) < sent + messages) {
                    Thread.sleep(5);
                }
                rate = perSecond(start);
                outbox.stop();
                say("%s: queued %.0f/s; claimed, rendered, delivered and marked %.0f/s", name, queued, rate);
            }
        }
        return rate;
    }

    private void queue(DurableOutbox outbox, int round) {
        for (int from = 0; from < messages; from += 1000) {
            List<Outbox.Entry> entries = new ArrayList<>();
            for (int i = from; i < Math.min(messages, from + 1000); i++) {
                entries.add(entry(round * messages + i));
            }
            outbox.queue(entries);
        }
    }

    private static long sent(DurableOutbox outbox) {
        return outbox.counts().stream()
                .filter(count -> count.state().equals("sent"))
                .mapToLong(Outbox.Count::messages)
                .sum();
    }

    // ---- what is told ----

    private static final String URL = "https://vicinity.example";
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static Outbox.Entry entry(int i) {
        OffenderRecord.Address before = address(i + " Old Mill Road");
        OffenderRecord.Address after = address(i + " Larkspur Avenue");
        OffenderRecord offender = new OffenderRecord(
                "R" + i,
                new OffenderRecord.Name("Made-Up", "N.", "Fennel" + i, ""),
                List.of(new OffenderRecord.Name("Mado", "", "Fenel", "")),
                LocalDate.of(1970, 1, 31),
                "M",
                "",
                70,
                180,
                "brown",
                "blue",
                List.of(),
                "",
                "3",
                ComplianceStatus.COMPLIANT,
                List.of(new OffenderRecord.Offense("Example offense", "566.030", LocalDate.of(2001, 5, 4), null)),
                List.of(),
                List.of(after),
                NOW);
        ChangeSet changeSet = new ChangeSet(
                i,
                i,
                offender,
                List.of(new RegistryChange(RegistryChange.Kind.ADDRESS_MOVED, before, after, null, null)),
                NOW,
                NOW,
                null);
        List<Notice.Place> places = new ArrayList<>();
        for (String label : List.of("Home", "School", "Work")) {
            places.add(new Notice.Place(
                    i, label, i + " Main Street, Springfield, MO 65801", 2640, Notice.Event.IN, after, 1320.4, "NE"));
        }
        return new Outbox.Entry(
                "alert:" + i + ":1:email",
                "email",
                i,
                "somebody" + i + "@example.org",
                i % 2 == 0 ? "en" : "es",
                "0123456789012345678901234567890123456789012",
                new Notice.Alert(i + "-1", changeSet, true, places));
    }

    private static OffenderRecord.Address address(String street) {
        return new OffenderRecord.Address(
                AddressType.HOME, street, "Springfield", "Greene", "MO", "65801", new Location(37.2, -93.3));
    }

    /** Tells when all is delivered: asking the database all the time would cost it much. */
    private record Counted(NotificationChannel channel, CountDownLatch left) implements NotificationChannel {
        @Override
        public String name() {
            return channel.name();
        }

        @Override
        public Outcome deliver(Message message) {
            Outcome outcome = channel.deliver(message);
            left.countDown();
            return outcome;
        }
    }

    private record ChannelConfig(int port) implements EmailChannel.Config {
        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public String user() {
            return "";
        }

        @Override
        public String password() {
            return "";
        }

        @Override
        public String from() {
            return "Vicinity <alerts@vicinity.example>";
        }

        @Override
        public String startTls() {
            return "optional";
        }

        @Override
        public boolean ssl() {
            return false;
        }

        @Override
        public int timeLimitMillis() {
            return 20_000;
        }

        @Override
        public int idleConnections() {
            return 32;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return EmailChannel.Config.class;
        }
    }

    private record OutboxSettings() implements Settings {
        @Override
        public String publicUrl() {
            return URL;
        }

        @Override
        public String senderName() {
            return "Vicinity";
        }

        @Override
        public String senderAddress() {
            return "1 Court Sq, Springfield, MO 65801";
        }

        @Override
        public String timeZone() {
            return "America/Chicago";
        }

        @Override
        public int concurrency() {
            return USUAL_SESSIONS;
        }

        @Override
        public int contentDays() {
            return 7;
        }

        @Override
        public int domainRate() {
            return 0;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Settings.class;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
