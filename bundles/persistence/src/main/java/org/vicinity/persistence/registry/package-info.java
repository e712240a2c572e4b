/** The registry's tables. */
@Export
@Version("1.0.0")
package org.vicinity.persistence.registry;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
