/** The authority's list of offenders: feeds, imports, search and the log of its changes. */
@Export
@Version("1.0.0")
package org.vicinity.registry;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
