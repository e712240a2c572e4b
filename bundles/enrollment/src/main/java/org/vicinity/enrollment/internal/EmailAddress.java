package org.vicinity.enrollment.internal;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mailbox. Only dot-atoms pass: no quotes, comments or control characters, which mail software reads differently.
 *
 * @param text as it is mailed to; the domain in lower case and ASCII
 */
record EmailAddress(String text) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

    static Optional<EmailAddress> parse(String typed) {
        String text = typed.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL_PART || text.length() > LONGEST) {
            return Optional.empty();
        }
        String localPart = text.substring(0, at);
        String domain;
        try {
            domain = IDN.toASCII(text.substring(at + 1)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String address = localPart + "@" + domain;
        return address.length() <= LONGEST
                        && LOCAL_PART.matcher(localPart).matches()
                        && DOMAIN.matcher(domain).matches()
                ? Optional.of(new EmailAddress(address))
                : Optional.empty();
    }

    /** One account, however it is spelled. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Never in a log by accident. */
    @Override
    public String toString() {
        return "EmailAddress";
    }
}
