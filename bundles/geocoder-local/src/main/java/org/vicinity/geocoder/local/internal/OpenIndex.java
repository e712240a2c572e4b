package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * An index on disk that is being asked. It stays open until the last look-up that uses it is done.
 *
 * @param about what was put down when it was built
 */
record OpenIndex(Path folder, DirectoryReader reader, Map<String, String> about) {
    static final String POINTS = "points";
    static final String RANGES = "ranges";

    /** Digests of the sources it was built from, and of all that decides how they are read. */
    static final String SOURCES = "sources";

    static final String NAMES = "names";

    /** What could not be read when it was built. */
    static final String PROBLEMS = "problems";

    static OpenIndex open(Path folder) throws IOException {
        Directory directory = new MMapDirectory(folder);
        try {
            DirectoryReader reader = DirectoryReader.open(directory);
            reader.getReaderCacheHelper().addClosedListener(key -> directory.close());
            return new OpenIndex(
                    folder, reader, Map.copyOf(reader.getIndexCommit().getUserData()));
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    long count(String name) {
        return Long.parseLong(about.getOrDefault(name, "0"));
    }

    String text(String name) {
        return about.getOrDefault(name, "");
    }
}
