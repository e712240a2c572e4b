package org.vicinity.geocoding;

import org.osgi.annotation.versioning.ProviderType;

/** Answers of geocoders elsewhere, which are remembered for a while: for operators who know one to be wrong. */
@ProviderType
public interface RememberedAnswers {
    /**
     * Forgets what was answered to an address, in all spellings that are understood alike.
     *
     * @return how many geocoders' answers were forgotten
     */
    int forget(String address);

    /** Forgets everything. @return how many answers were forgotten */
    int forgetAll();
}
