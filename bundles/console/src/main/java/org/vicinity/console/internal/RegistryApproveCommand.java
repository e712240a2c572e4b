package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.registry.RegistryImports;

/** Applies a held import. */
@Service
@Command(scope = "vicinity", name = "registry-approve", description = "Applies a held import.")
public class RegistryApproveCommand implements Action {
    @Reference(optional = true)
    private RegistryImports imports;

    @Argument(index = 0, name = "importId", required = true, description = "The import's id")
    private String importId;

    @Override
    public Object execute() throws Exception {
        if (!Answers.present(imports, "registry").approve(importId)) {
            throw new IllegalArgumentException("No import with this id is held. See vicinity:registry-imports");
        }
        System.out.println("Import " + importId + " is being applied: vicinity:registry-imports tells when it is");
        return null;
    }
}
