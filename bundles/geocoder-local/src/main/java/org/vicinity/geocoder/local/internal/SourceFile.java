package org.vicinity.geocoder.local.internal;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Precision;

/** A file that addresses come from. */
record SourceFile(Path path, Form form) {
    enum Form {
        TABLE,
        GEOJSON,
        RANGES
    }

    static Optional<SourceFile> of(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.startsWith(".")) {
            return Optional.empty();
        }
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        Form form =
                switch (plain.substring(plain.lastIndexOf('.') + 1)) {
                    case "csv", "tsv" -> Form.TABLE;
                    case "geojson", "geojsonl", "geojsons", "ndjson", "jsonl" -> Form.GEOJSON;
                    case "zip", "shp" -> plain.equals(name) ? Form.RANGES : null;
                    default -> null;
                };
        return Optional.ofNullable(form).map(known -> new SourceFile(path, known));
    }

    /** The file and the files that belong to it, as far as they exist. */
    List<Path> parts() {
        List<Path> parts = new ArrayList<>(List.of(path));
        if (form == Form.RANGES ? name().toLowerCase(Locale.ROOT).endsWith(".shp") : form == Form.TABLE) {
            for (String ending : form == Form.RANGES ? List.of(".dbf", ".prj", ".cpg") : List.of(".prj")) {
                sibling(ending).ifPresent(parts::add);
            }
        }
        return parts;
    }

    Optional<Path> sibling(String ending) {
        String stem = name().replaceAll("(?i)\\.(shp|[ct]sv)(\\.gz)?$", "");
        return List.of(stem + ending, stem + ending.toUpperCase(Locale.ROOT)).stream()
                .map(path::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    String name() {
        return path.getFileName().toString();
    }

    /** A digest of the whole content, so that a file that was only touched or copied again is not imported again. */
    String digest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path part : parts()) {
                try (InputStream in = new DigestInputStream(Files.newInputStream(part), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands all rows over. A file that can't be read to its end throws; its rows so far are to be thrown away. */
    void read(Rows rows, Precision assumed, ZipCodes zipCodes, AddressParser parser) throws IOException {
        try {
            switch (form) {
                case TABLE -> new PointTable(this, assumed, parser).read(rows);
                case GEOJSON -> new GeoJsonLines(this, assumed).read(rows);
                case RANGES -> new AddressFeatures(this, zipCodes).read(rows);
            }
        } catch (BrokenSourceException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new BrokenSourceException("it isn't UTF-8 text", e);
        } catch (EOFException | ZipException e) {
            throw new BrokenSourceException("it ends early or isn't of its form", e);
        }
    }

    BufferedReader text() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            if (name().toLowerCase(Locale.ROOT).endsWith(".gz")) {
                in = new GZIPInputStream(in, 1 << 16);
            }
            var reader = new BufferedReader(
                    new InputStreamReader(
                            in,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
