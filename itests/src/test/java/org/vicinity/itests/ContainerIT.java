package org.vicinity.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.ops4j.pax.exam.CoreOptions.environment;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.util.tracker.ServiceTracker;

/** Looks at the running container from the inside, by Pax Exam: for what no request and no command shows. */
@RunWith(PaxExam.class)
public class ContainerIT {

    private static final long SERVICE_MILLIS = 120_000;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() {
        var archive = new File(System.getProperty("vicinity.distribution"));
        var home = new File("target/exam").getAbsoluteFile();
        return OptionUtils.combine(
                javaModules(System.getProperty("karaf.version")),
                karafDistributionConfiguration()
                        .frameworkUrl(archive.toURI().toString())
                        .karafVersion(System.getProperty("karaf.version"))
                        .name("Vicinity")
                        .unpackDirectory(home)
                        .useDeployFolder(false)
                        .runEmbedded(false),
                keepRuntimeFolder(),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                environment("VICINITY_HTTP_PORT=" + Distribution.freePort()),
                environment("VICINITY_SSH_PORT=" + Distribution.freePort()),
                environment("VICINITY_DB_URL=jdbc:derby:memory:vicinity;create=true"),
                // Pax Exam's own bundles are in the local repository of the build.
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("org.ops4j.pax.url.mvn.localRepository")));
    }

    /** What {@code bin/karaf} tells the virtual machine. */
    private static Option[] javaModules(String karaf) {
        return Stream.of(
                        "-Dfile.encoding=UTF-8",
                        "-Djava.rmi.server.hostname=127.0.0.1",
                        "--add-reads=java.xml=java.logging",
                        "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                        "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar",
                        "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar",
                        "--add-opens=java.base/java.security=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                        "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                        "--add-exports=jdk.naming.rmi/com.sun.jndi.url.rmi=ALL-UNNAMED")
                .map(option -> vmOption(option))
                .toArray(Option[]::new);
    }

    @Test
    public void everyBundleIsActive() throws InterruptedException {
        awaitService("org.vicinity.geocoding.Geocoding");

        var changes = new Semaphore(0);
        context.addBundleListener(event -> changes.release());
        // The bundle that installs the boot features is the last to become active.
        while (!inactive().isEmpty() && changes.tryAcquire(SERVICE_MILLIS, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }

        assertEquals(List.of(), inactive());
    }

    private List<String> inactive() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(Bundle::getSymbolicName)
                .filter(name -> !name.equals("org.apache.karaf.features.extension"))
                .collect(Collectors.toList());
    }

    private void awaitService(String type) throws InterruptedException {
        var tracker = new ServiceTracker<Object, Object>(context, type, null);
        tracker.open();
        try {
            assertNotNull(type, tracker.waitForService(SERVICE_MILLIS));
        } finally {
            tracker.close();
        }
    }
}
