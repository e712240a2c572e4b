package org.vicinity.enrollment.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.vicinity.enrollment.cfg}. */
@ObjectClassDefinition(name = "Vicinity enrollment", description = "Accounts, links, sessions and limits")
@interface Config {
    @AttributeDefinition(description = "The most tracked addresses of a subscriber")
    int addressLimit() default 5;

    @AttributeDefinition(description = "The most followed offenders of a subscriber")
    int offenderLimit() default 5;

    @AttributeDefinition(description = "Characters a new password needs at least; never below 8")
    int minimumPasswordLength() default 15;

    @AttributeDefinition(description = "How long mailed links are valid, in hours")
    int linkHours() default 48;

    @AttributeDefinition(description = "The most mails a day to one address that requests without a session cause")
    int accountMailsPerDay() default 10;

    @AttributeDefinition(description = "A session ends after this time without a call, in minutes")
    int sessionIdleMinutes() default 60;

    @AttributeDefinition(description = "A session ends after this time in any case, in hours")
    int sessionHours() default 12;
}
