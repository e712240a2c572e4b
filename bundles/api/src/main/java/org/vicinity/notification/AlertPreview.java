package org.vicinity.notification;

import org.osgi.annotation.versioning.ProviderType;
import org.vicinity.registry.ChangeSet;

/** What alerts a change would raise if it were entered now. */
@ProviderType
public interface AlertPreview {
    /** How many alerts would be queued, one a subscriber and channel. Nothing is stored. */
    int alerts(ChangeSet changeSet);
}
