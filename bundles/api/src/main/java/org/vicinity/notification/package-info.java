/** Telling: notices, the durable outbox and the channels they travel by. */
@Export
@Version("1.0.0")
package org.vicinity.notification;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
