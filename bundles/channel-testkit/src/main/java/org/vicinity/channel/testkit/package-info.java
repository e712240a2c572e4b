/** What every channel has to keep, as tests. */
@Export
@Version("1.0.0")
package org.vicinity.channel.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
