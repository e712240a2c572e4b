/** Subscribers: enrollment, sessions, tracked addresses and followed offenders. */
@Export
@Version("1.0.0")
package org.vicinity.enrollment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
