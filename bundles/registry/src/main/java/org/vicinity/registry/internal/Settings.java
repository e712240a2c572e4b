package org.vicinity.registry.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.vicinity.registry.cfg}. */
@ObjectClassDefinition(name = "Vicinity registry", description = "Snapshots and the mapping of registered addresses")
@interface Settings {
    String PID = "org.vicinity.registry";

    @AttributeDefinition(
            description = "Folder whose *.csv and *.ndjson files, also *.gz, are taken in as snapshots; empty: none")
    String feedFolder() default "";

    @AttributeDefinition(
            description =
                    "A snapshot that removes more than this share of its feed's offenders waits, as does one that moves"
                            + " so many, takes addresses from them or changes their status; in percent")
    int brakePercent() default 10;

    @AttributeDefinition(description = "A snapshot with more than this share of rows rejected waits, in percent")
    int rejectionBrakePercent() default 10;

    @AttributeDefinition(description = "A feed with fewer offenders, or a snapshot with fewer rows, knows no brake")
    int brakeFrom() default 20;

    @AttributeDefinition(description = "Size limit of a snapshot in megabytes, unpacked")
    int snapshotMegabytes() default 2048;

    @AttributeDefinition(description = "How many geocoders' calls look addresses up side by side")
    int geocodingThreads() default 4;

    @AttributeDefinition(description = "After how many hours an address that can't be mapped is tried again")
    int retryHours() default 24;
}
