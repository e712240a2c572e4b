/** Address text to points on the map, each with an honest precision. */
@Export
@Version("1.0.0")
package org.vicinity.geocoding;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
