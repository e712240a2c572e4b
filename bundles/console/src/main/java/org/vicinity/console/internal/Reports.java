package org.vicinity.console.internal;

import java.util.List;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.State;

/** Prints what became of imports. */
final class Reports {
    private static final int REJECTIONS_SHOWN = 20;

    private Reports() {}

    static void list(List<ImportReport> reports) {
        var table = new ShellTable();
        for (var column : List.of(
                "Import",
                "Feed",
                "State",
                "Rows",
                "Added",
                "Changed",
                "Removed",
                "Unchanged",
                "Rejected",
                "Unmapped",
                "Started",
                "Problem")) {
            table.column(column);
        }
        table.emptyTableText("No import so far.");
        for (var report : reports) {
            table.addRow()
                    .addContent(
                            report.importId(),
                            report.feed(),
                            report.state().name().toLowerCase(java.util.Locale.ROOT),
                            report.received(),
                            report.added(),
                            report.changed(),
                            report.removed(),
                            report.unchanged(),
                            report.rejectedRows(),
                            report.unmapped(),
                            Answers.time(report.startedAt()),
                            report.problem());
        }
        table.print(System.out);
    }

    static void detail(ImportReport report) {
        list(List.of(report));
        if (!report.ignoredColumns().isEmpty()) {
            System.out.println("Ignored columns: " + String.join(", ", report.ignoredColumns()));
        }
        report.rejected().stream()
                .limit(REJECTIONS_SHOWN)
                .forEach(rejection -> System.out.println("Line " + rejection.line() + ": " + rejection.reason()));
        if (report.rejectedRows() > REJECTIONS_SHOWN) {
            System.out.println("… and " + (report.rejectedRows() - REJECTIONS_SHOWN) + " more");
        }
        if (report.state() == State.HELD) {
            System.out.println("See what it would do with vicinity:registry-preview " + report.importId()
                    + ", then decide with vicinity:registry-approve or vicinity:registry-discard");
        }
    }
}
