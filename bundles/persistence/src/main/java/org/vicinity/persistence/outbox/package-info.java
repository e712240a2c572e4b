/** The outbox's rows. */
@Export
@Version("1.0.0")
package org.vicinity.persistence.outbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
