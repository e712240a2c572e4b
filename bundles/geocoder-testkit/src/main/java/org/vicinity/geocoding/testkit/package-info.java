/** What every geocoder must do, as tests that its writer runs. */
@Export
@Version("1.0.0")
package org.vicinity.geocoding.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
