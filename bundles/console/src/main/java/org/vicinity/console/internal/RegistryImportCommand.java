package org.vicinity.console.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.State;

/** Takes a snapshot of the registry in and reports to the end. */
@Service
@Command(
        scope = "vicinity",
        name = "registry-import",
        description = "Takes a snapshot of the registry in and reports to the end.")
public class RegistryImportCommand implements Action {
    @Reference(optional = true)
    private RegistryImports imports;

    @Argument(index = 0, name = "file", required = true, description = "CSV or NDJSON file")
    private String file;

    @Option(name = "--feed", description = "Whose records the snapshot replaces")
    private String feed = "default";

    @Option(name = "--format", description = "csv or ndjson; by the file's name where not given")
    private String format;

    @Override
    public Object execute() throws Exception {
        var service = Answers.present(imports, "registry");
        var path = Path.of(file).toAbsolutePath();
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("There is no file " + path);
        }
        String importId;
        try (var snapshot = Files.newInputStream(path)) {
            importId = service.start(feed, format(), snapshot);
        }
        System.out.println("Import " + importId + " has begun");
        var begin = Instant.now();
        var shown = begin;
        var report = service.find(importId);
        while (report.isEmpty() || report.get().state() == State.RUNNING) {
            Thread.sleep(200);
            report = service.find(importId);
            if (report.isPresent() && Duration.between(shown, Instant.now()).toSeconds() >= 2) {
                shown = Instant.now();
                System.out.println("  " + report.get().received() + " rows after "
                        + Duration.between(begin, shown).toSeconds() + " s");
            }
        }
        Reports.detail(report.get());
        return null;
    }

    private Format format() {
        String name = (format == null ? file.substring(file.lastIndexOf('.') + 1) : format).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "csv" -> Format.CSV;
            case "ndjson", "jsonl" -> Format.NDJSON;
            default -> throw new IllegalArgumentException("Say --format csv or --format ndjson");
        };
    }
}
