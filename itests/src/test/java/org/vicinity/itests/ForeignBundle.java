package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A third party's bundle, made as its build makes it: bnd reads the annotations. */
final class ForeignBundle {
    private final Path jar;

    private ForeignBundle(Path jar) {
        this.jar = jar;
    }

    /** A bundle of the package that this class is in. */
    static ForeignBundle of(Class<?> component) throws Exception {
        var name = component.getSimpleName();
        var jar = Path.of("target", name + ".jar").toAbsolutePath();
        try (var builder = new Builder()) {
            builder.setBundleSymbolicName(name);
            builder.setProperty("Private-Package", component.getPackageName());
            builder.addClasspath(new File("target/test-classes"));
            builder.addClasspath(new File("../bundles/api/target/classes"));
            try (Jar built = builder.build()) {
                assertThat(builder.getErrors()).isEmpty();
                built.write(jar.toFile());
            }
        }
        return new ForeignBundle(jar);
    }

    /** Installs and starts it. @return its id */
    String install(Distribution vicinity) {
        var said = vicinity.console("bundle:install -s file:" + jar);
        var id = Pattern.compile("Bundle ID: (\\d+)").matcher(said);
        assertThat(id.find()).as(said).isTrue();
        return id.group(1);
    }
}
