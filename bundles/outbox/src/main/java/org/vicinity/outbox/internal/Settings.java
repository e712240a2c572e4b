package org.vicinity.outbox.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How and as whom the outbox tells. */
@ObjectClassDefinition(name = "Vicinity: outbox")
public @interface Settings {
    @AttributeDefinition(description = "what links begin with; empty: this machine")
    String publicUrl() default "";

    String senderName() default "Vicinity";

    @AttributeDefinition(description = "the sender's postal address")
    String senderAddress() default "";

    String timeZone() default "America/Chicago";

    @AttributeDefinition(description = "deliveries at once over one channel")
    int concurrency() default 8;

    @AttributeDefinition(description = "days after which the content of what was sent is erased")
    int contentDays() default 7;

    @AttributeDefinition(description = "messages a second to one receiving domain, by channel; 0: no limit")
    int domainRate() default 50;
}
