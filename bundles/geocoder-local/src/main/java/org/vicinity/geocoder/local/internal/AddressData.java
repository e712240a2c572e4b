package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.AddressIndex.Status;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Precision;

/**
 * The source files, and the index made of them. One thread looks after both: it watches the folders, builds a new index
 * beside the old one where the sources' content has changed, and puts it in the old one's place when it is whole.
 */
final class AddressData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddressData.class);

    /** To be raised with every change of what is written to the index. */
    private static final String FORMAT = "2";

    private static final String CURRENT = "current";
    private static final String INDEX = "index-";
    private static final String INCOMING = ".incoming-";
    private static final int DEEPEST_FOLDER = 5;

    /** A file that was written to just now may not be whole yet. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 30;

    private final Path home;
    private final Path own;
    private final List<Path> watched;
    private final Settings settings;
    private final AddressParser parser;
    private final ZipCodes zipCodes = new ZipCodes();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vicinity-geocoder-local");
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY - 1);
        return thread;
    });
    private final Queue<Path> incoming = new ConcurrentLinkedQueue<>();

    private volatile OpenIndex index;
    private volatile String building = "looking for address data";
    private volatile String problem = "";
    private volatile boolean closed;

    // The keeper thread's own.
    private final Map<String, String> digestOfStamp = new HashMap<>();
    /** What the sources looked like at the last scan; null before the first one. */
    private String lastStamp;

    private String lastFailed = "";

    /** @param defaultState two letters, for rows that say nothing of their state; may be empty */
    record Settings(Precision pointPrecision, String defaultState, int scanSeconds) {}

    /**
     * @param home where the index lies
     * @param own the folder that added files are kept in; watched as well
     * @param watched more folders with source files
     */
    AddressData(Path home, Path own, List<Path> watched, Settings settings, AddressParser parser) {
        this.home = home;
        this.own = own;
        this.watched = new ArrayList<>(List.of(own));
        this.watched.addAll(watched);
        this.settings = settings;
        this.parser = parser;
    }

    void start() {
        keeper.execute(this::openLast);
        keeper.scheduleWithFixedDelay(this::scan, 0, settings.scanSeconds, TimeUnit.SECONDS);
    }

    /** The index, to be released after use, or empty while there is none. */
    Optional<OpenIndex> acquire() {
        for (OpenIndex now = index; usable(now); now = index) {
            if (now.reader().tryIncRef()) {
                return Optional.of(now);
            }
        }
        return Optional.empty();
    }

    void release(OpenIndex used) throws IOException {
        used.reader().decRef();
    }

    Status status() {
        OpenIndex now = index;
        return new Status(
                usable(now),
                now == null ? 0 : now.count(OpenIndex.POINTS),
                now == null ? 0 : now.count(OpenIndex.RANGES),
                building,
                problem);
    }

    /** An empty index is no answer while the first addresses are on their way into it. */
    private boolean usable(OpenIndex now) {
        return now != null
                && (building.isEmpty() || now.count(OpenIndex.POINTS) > 0 || now.count(OpenIndex.RANGES) > 0);
    }

    void add(Path file) throws IOException {
        Path real = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
            throw new IOException("There is no such file: " + file);
        }
        SourceFile source = SourceFile.of(real)
                .orElseThrow(() -> new IOException(
                        "Not a form of address data that is known (.csv, .geojson, both also .gz; .zip or .shp): "
                                + file));
        if (watched.stream().noneMatch(real::startsWith)) {
            Path folder = Files.createDirectories(own.resolve(INCOMING + System.nanoTime()));
            for (Path part : source.parts()) {
                Files.copy(part, folder.resolve(part.getFileName()));
            }
            incoming.add(folder);
        }
        building = "waiting to import " + source.name();
        keeper.execute(this::scanAnew);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        keeper.shutdown();
        try {
            if (!keeper.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The import did not stop within {} seconds", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        OpenIndex last = index;
        index = null;
        if (last != null) {
            last.reader().decRef();
        }
    }

    private void openLast() {
        try {
            Files.createDirectories(home);
            Files.createDirectories(own);
            Path pointer = home.resolve(CURRENT);
            Path folder = null;
            if (Files.exists(pointer)) {
                folder = home.resolve(Files.readString(pointer).trim());
                OpenIndex last = OpenIndex.open(folder);
                if (!last.text(OpenIndex.SOURCES).startsWith(FORMAT + '\n')) {
                    last.reader().decRef();
                    LOG.info("The address index is of an earlier version and is built anew");
                    return;
                }
                problem = last.text(OpenIndex.PROBLEMS);
                index = last;
                LOG.info(
                        "Address index with {} points and {} street ranges is open",
                        index.count(OpenIndex.POINTS),
                        index.count(OpenIndex.RANGES));
            }
            removeAllBut(folder);
        } catch (IOException e) {
            LOG.warn("The last address index can't be opened and is built anew", e);
        }
    }

    private void scanAnew() {
        lastStamp = null;
        lastFailed = "";
        scan();
    }

    private void scan() {
        if (closed) {
            return;
        }
        try {
            List<SourceFile> sources = sources();
            String stamp = stamp(sources);
            if (stamp.equals(lastStamp) && index != null) {
                return;
            }
            if (!settled(sources)) {
                building = "waiting for a file to be whole";
                keeper.schedule(this::scan, 1, TimeUnit.SECONDS);
                return;
            }
            String digests = digests(sources);
            lastStamp = stamp;
            if (index == null || !digests.equals(index.text(OpenIndex.SOURCES)) && !digests.equals(lastFailed)) {
                rebuild(sources, digests);
            }
            building = "";
        } catch (IOException | UncheckedIOException e) {
            building = "";
            if (!closed) {
                report("The address data can't be read: " + e.getMessage(), e);
            }
        } catch (RuntimeException | Error e) {
            // Thrown on, it would end the watching.
            building = "";
            report("The address data can't be indexed: " + e, e);
        }
    }

    private void report(String what, Throwable cause) {
        if (!what.equals(problem)) {
            LOG.error(what, cause);
        }
        problem = what;
    }

    private List<SourceFile> sources() throws IOException {
        Map<Path, SourceFile> sources = new HashMap<>();
        for (Path folder : watched) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder, DEEPEST_FOLDER)) {
                    files.filter(Files::isRegularFile)
                            .filter(file -> !folder.relativize(file).toString().startsWith("."))
                            .map(SourceFile::of)
                            .flatMap(Optional::stream)
                            .forEach(source -> sources.put(source.path().toAbsolutePath(), source));
                }
            }
        }
        for (Path folder : incoming) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(SourceFile::of).flatMap(Optional::stream).forEach(source -> {
                    sources.remove(own.resolve(source.name()).toAbsolutePath());
                    sources.put(source.path().toAbsolutePath(), source);
                });
            }
        }
        // Ranges last: they learn their cities from the points.
        return sources.values().stream()
                .sorted(Comparator.comparing((SourceFile source) -> source.form() == SourceFile.Form.RANGES)
                        .thenComparing(SourceFile::name)
                        .thenComparing(SourceFile::path))
                .toList();
    }

    private static String stamp(SourceFile source) throws IOException {
        var stamp = new StringBuilder();
        for (Path part : source.parts()) {
            stamp.append(part)
                    .append('|')
                    .append(Files.size(part))
                    .append('|')
                    .append(Files.getLastModifiedTime(part))
                    .append('\n');
        }
        return stamp.toString();
    }

    private static String stamp(List<SourceFile> sources) throws IOException {
        var stamp = new StringBuilder();
        for (SourceFile source : sources) {
            stamp.append(stamp(source));
        }
        return stamp.toString();
    }

    private boolean settled(List<SourceFile> sources) throws IOException {
        Instant now = Instant.now();
        for (SourceFile source : sources) {
            boolean ours = source.path().getParent().getFileName().toString().startsWith(INCOMING);
            for (Path part : source.parts()) {
                Duration age = Duration.between(Files.getLastModifiedTime(part).toInstant(), now);
                if (!ours && !age.isNegative() && age.compareTo(SETTLED) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private String digests(List<SourceFile> sources) throws IOException {
        List<String> digests = new ArrayList<>();
        for (SourceFile source : sources) {
            String stamp = stamp(source);
            String digest = digestOfStamp.get(stamp);
            if (digest == null) {
                digest = source.digest();
                digestOfStamp.put(stamp, digest);
            }
            digests.add(source.name() + ' ' + digest);
        }
        return String.join("\n", FORMAT, settings.pointPrecision.name(), settings.defaultState)
                + digests.stream().sorted().distinct().collect(Collectors.joining("\n", "\n", ""));
    }

    private void rebuild(List<SourceFile> sources, String digests) throws IOException {
        long start = System.nanoTime();
        Set<SourceFile> broken = new HashSet<>();
        List<String> problems = new ArrayList<>();
        while (true) {
            Path folder = home.resolve(INDEX + System.currentTimeMillis() + '-' + broken.size());
            try {
                List<SourceFile> whole = sources.stream()
                        .filter(source -> !broken.contains(source))
                        .toList();
                build(folder, whole, digests, String.join("; ", problems));
                acceptIncoming(broken);
                replace(folder);
                problem = String.join("; ", problems);
                LOG.info(
                        "Address index with {} points and {} street ranges is built of {} files in {} s",
                        index.count(OpenIndex.POINTS),
                        index.count(OpenIndex.RANGES),
                        whole.size(),
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
                return;
            } catch (SourceException e) {
                delete(folder);
                String what = e.source.name() + " can't be read: " + e.getMessage();
                problems.add(what);
                boolean added = e.source.path().startsWith(own)
                        && incoming.contains(e.source.path().getParent());
                if (!added
                        && index != null
                        && index.text(OpenIndex.NAMES).lines().anyMatch(e.source.name()::equals)) {
                    LOG.error("{}. The former address index stays", what);
                    problem = what + ". The former address index stays";
                    lastFailed = digests;
                    acceptIncoming(Set.copyOf(sources));
                    return;
                }
                LOG.error("{}. It is left out", what);
                broken.add(e.source);
            } catch (IOException | RuntimeException | Error e) {
                delete(folder);
                throw e;
            }
        }
    }

    /** Says which source is broken, as opposed to the disk. */
    private static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SourceFile source;

        SourceException(SourceFile source, IOException cause) {
            super(cause.getMessage(), cause);
            this.source = source;
        }
    }

    private void build(Path folder, List<SourceFile> sources, String digests, String problems) throws IOException {
        Files.createDirectories(folder);
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, parser, zipCodes, settings.defaultState, this::tell)) {
            for (SourceFile source : sources) {
                building = "importing " + source.name();
                long rows = builder.points() + builder.sides();
                long skipped = builder.skipped();
                try {
                    source.read(builder, settings.pointPrecision, zipCodes, parser);
                    if (builder.points() + builder.sides() == rows) {
                        throw new BrokenSourceException("no row in it has a number, a street and a place");
                    }
                } catch (BrokenSourceException e) {
                    throw new SourceException(source, e);
                } catch (RuntimeException | LinkageError e) {
                    if (closed) {
                        throw e;
                    }
                    throw new SourceException(source, new BrokenSourceException("reading it failed: " + e, e));
                }
                LOG.info(
                        "{}: {} rows, {} without number, street or place",
                        source.name(),
                        builder.points() + builder.sides() - rows,
                        builder.skipped() - skipped);
            }
            building = "writing the index";
            builder.finish(Map.of(
                    OpenIndex.POINTS,
                    Long.toString(builder.points()),
                    OpenIndex.RANGES,
                    Long.toString(builder.sides()),
                    OpenIndex.SOURCES,
                    digests,
                    OpenIndex.PROBLEMS,
                    problems,
                    OpenIndex.NAMES,
                    sources.stream().map(SourceFile::name).collect(Collectors.joining("\n"))));
        }
    }

    private void tell(long rows) {
        if (closed) {
            throw new UncheckedIOException(new IOException("the import was stopped"));
        }
        String what = building.replaceFirst(", .*", "");
        building = what + ", " + rows + " rows so far";
        LOG.info("Address index: {}", building);
    }

    /** Keeps added files that were read, throws away those that could not be. */
    private void acceptIncoming(Set<SourceFile> broken) throws IOException {
        for (Path folder = incoming.poll(); folder != null; folder = incoming.poll()) {
            Path from = folder;
            boolean refused = broken.stream().anyMatch(source -> source.path().startsWith(from));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : refused ? List.<Path>of() : files.toList()) {
                    Files.move(file, own.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            delete(folder);
        }
    }

    private void replace(Path folder) throws IOException {
        OpenIndex next = OpenIndex.open(folder);
        Path pointer = home.resolve(CURRENT + ".new");
        Files.writeString(pointer, folder.getFileName().toString());
        Files.move(pointer, home.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        OpenIndex former = index;
        index = next;
        if (former != null) {
            former.reader().decRef();
        }
        removeAllBut(folder);
    }

    private void removeAllBut(Path folder) throws IOException {
        List<Path> old = new ArrayList<>();
        try (Stream<Path> files = Files.list(home)) {
            files.filter(path -> path.getFileName().toString().startsWith(INDEX) && !path.equals(folder))
                    .forEach(old::add);
        }
        try (Stream<Path> files = Files.list(own)) {
            files.filter(path -> path.getFileName().toString().startsWith(INCOMING) && !incoming.contains(path))
                    .forEach(old::add);
        }
        old.forEach(AddressData::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be removed; it is tried again at the next start", folder.getFileName());
        }
    }
}
