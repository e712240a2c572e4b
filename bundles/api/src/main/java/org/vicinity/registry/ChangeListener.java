package org.vicinity.registry;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told, after the commit and without details, that the change log has something to claim. May be missed: poll too. */
@ConsumerType
@FunctionalInterface
public interface ChangeListener {
    /** Returns at once; work is done on the listener's own thread. */
    void changesReady();
}
