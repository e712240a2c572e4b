package org.vicinity.alerts.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.AlertPreview;
import org.vicinity.registry.ChangeSet;

/** Counts what would be told, by the same decision. */
@Component
public final class AlertCount implements AlertPreview {
    private final SubscriptionMatcher matcher;
    private final Alerts alerts;

    @Activate
    public AlertCount(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SubscriptionMatcher matcher,
            @Reference Subscriptions subscriptions) {
        this.matcher = matcher;
        alerts = new Alerts(matcher, subscriptions);
    }

    @Override
    public int alerts(ChangeSet changeSet) {
        matcher.catchUp();
        // Entered now, it would come after every subscription there is.
        ChangeSet now = new ChangeSet(
                changeSet.id(),
                Long.MAX_VALUE,
                changeSet.offender(),
                changeSet.changes(),
                changeSet.observedAt(),
                changeSet.enteredAt(),
                null);
        AlertDecision decision = alerts.decision(now);
        return alerts.entries(now, decision, decision.subscribers()).size();
    }
}
