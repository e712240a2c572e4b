/** Who watches this point? */
@Export
@Version("1.0.0")
package org.vicinity.matching;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
