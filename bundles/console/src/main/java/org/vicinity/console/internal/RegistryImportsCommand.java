package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.registry.RegistryImports;

/** The last imports, newest first. */
@Service
@Command(scope = "vicinity", name = "registry-imports", description = "The last imports, newest first.")
public class RegistryImportsCommand implements Action {
    @Reference(optional = true)
    private RegistryImports imports;

    @Override
    public Object execute() throws Exception {
        Reports.list(Answers.present(imports, "registry").recent(50));
        return null;
    }
}
