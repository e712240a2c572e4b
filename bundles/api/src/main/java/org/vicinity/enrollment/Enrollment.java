package org.vicinity.enrollment;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Accounts by proof of a mailbox. Nothing changes before the mailed link's button is pressed; answers and their times are
 * the same for known and unknown addresses. Throws {@link EnrollmentException}s.
 */
@ProviderType
public interface Enrollment {
    /**
     * Mails a confirmation link to the address (or, where it is enrolled, a note that it is).
     *
     * @param language {@code en} or {@code es}
     * @return a secret for a cookie of the browser that asks
     */
    String enroll(String email, String password, String language);

    /**
     * Makes the account.
     *
     * @param browserSecret what {@link #enroll} returned to the browser; empty from another one
     * @param password the chosen one, needed from another browser; empty where not given
     * @return false for a second click: it was confirmed before
     */
    boolean confirm(String token, String browserSecret, String password);

    /** Mails a link that makes the new password count; nothing for an address without account. Returns as enroll does. */
    String requestPasswordReset(String email, String newPassword);

    /** Makes the new password count, ends all sessions, tells the owner by mail. Parameters as {@link #confirm}. */
    void confirmPasswordReset(String token, String browserSecret, String password);

    /** Opens a session. */
    Session logIn(String email, String password);

    /** The session of a cookie; empty where there is none (any more). */
    Optional<Session> session(String token);

    /** Ends a session; nothing happens where there is none. */
    void logOut(String token);

    /** Removes the account, its places and follows, at once, and says so by mail. */
    void unenroll(long subscriberId, String password);

    /** Pauses all alerts of the account that the token of a mailed unsubscribe link names. */
    boolean unsubscribe(String token);
}
