package org.vicinity.registry.internal;

import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The text of a snapshot file, unpacked, without byte order mark; what is not UTF-8 is refused. */
final class SnapshotText extends FilterReader {
    private static final int LONGEST_ROW = 1 << 24;
    private static final int GZIP = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private final long most;
    private long left;
    private int leftOfRow = LONGEST_ROW;

    /** Without an end: an open quote, or a small archive of a huge text. */
    static final class TooLongException extends IOException {
        TooLongException(String message) {
            super(message);
        }
    }

    private SnapshotText(Reader text, long most) {
        super(text);
        this.most = most;
        left = most;
    }

    /** @param most how many characters it may have */
    static SnapshotText open(Path file, long most) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            bytes.mark(2);
            boolean packed = (bytes.read() << 8 | bytes.read()) == GZIP;
            bytes.reset();
            InputStream unpacked = packed ? new GZIPInputStream(bytes, BUFFER) : bytes;
            PushbackReader text =
                    new PushbackReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8.newDecoder()));
            int first = text.read();
            if (first >= 0 && first != '\uFEFF') {
                text.unread(first);
            }
            return new SnapshotText(text, most);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The row before was read. */
    void startRow() {
        leftOfRow = LONGEST_ROW;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            left -= read;
            leftOfRow -= read;
            if (left < 0) {
                throw new TooLongException("The snapshot has more than " + most + " characters");
            } else if (leftOfRow < 0) {
                throw new TooLongException(
                        "A row has more than " + LONGEST_ROW + " characters: is a quote not closed?");
            }
        }
        return read;
    }
}
