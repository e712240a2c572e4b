package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.registry.RegistryImports;

/** Undoes the newest import of a feed. */
@Service
@Command(
        scope = "vicinity",
        name = "registry-revoke",
        description =
                "Undoes the newest import of a feed, but for those who were changed by something else since. Those"
                        + " who were alerted of what is undone get a correction.")
public class RegistryRevokeCommand implements Action {
    @Reference(optional = true)
    private RegistryImports imports;

    @Argument(index = 0, name = "importId", required = true, description = "The import's id")
    private String importId;

    @Override
    public Object execute() throws Exception {
        var service = Answers.present(imports, "registry");
        if (!service.revoke(importId)) {
            throw new IllegalArgumentException(
                    "This is not the newest import of its feed that was applied and changed"
                            + " something: only that can be revoked, and the one before it then. See vicinity:registry-imports");
        }
        System.out.println("Import " + importId + " is revoked; who was alerted of what is undone gets a correction");
        service.find(importId).ifPresent(report -> System.out.println(report.problem()));
        return null;
    }
}
