package org.vicinity.registry.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.vicinity.registry.cfg}. */
@ObjectClassDefinition(name = "Vicinity registry", description = "Snapshots and the mapping of registered addresses")
@interface Settings {
    String PID = "org.vicinity.registry";

    @AttributeDefinition(description = "Folder whose *.csv and *.ndjson files are taken in as snapshots; empty: none")
    String feedFolder() default "";

    @AttributeDefinition(description = "A snapshot that removes more than this share of its feed waits, in percent")
    int removalBrakePercent() default 10;

    @AttributeDefinition(description = "A feed with fewer offenders knows no brake")
    int removalBrakeFrom() default 20;

    @AttributeDefinition(description = "Size limit of a snapshot in megabytes")
    int snapshotMegabytes() default 2048;

    @AttributeDefinition(description = "How many addresses are looked up side by side")
    int geocodingThreads() default 4;

    @AttributeDefinition(description = "After how many hours an address that can't be mapped is tried again")
    int retryHours() default 24;
}
