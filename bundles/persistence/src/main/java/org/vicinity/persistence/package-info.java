/** What all domain bundles share of the database: commit order and secrets at rest. */
@Export
@Version("1.0.0")
package org.vicinity.persistence;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
