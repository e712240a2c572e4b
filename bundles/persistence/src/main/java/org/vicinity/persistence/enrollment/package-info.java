/** Rows of subscribers, their sessions, requests, tracked addresses and follows. */
@Export
@Version("1.0.0")
package org.vicinity.persistence.enrollment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
