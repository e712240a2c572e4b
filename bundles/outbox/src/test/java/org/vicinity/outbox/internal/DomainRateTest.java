package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DomainRateTest {
    private static final long NOW = 1_000_000_000_000L;

    @Test
    void sendsAsManyASecondAndGivesEachOfTheOthersItsTurn() {
        DomainRate rate = new DomainRate(50);
        var turns = new TreeMap<Long, Integer>();
        for (int i = 0; i < 1000; i++) {
            turns.merge(rate.waitMillis("a" + i + "@Example.org", NOW, false) / 1000, 1, Integer::sum);
        }

        // 50 at once, the others over the 19 seconds that they take.
        assertThat(turns.firstEntry().getValue()).isBetween(50, 80);
        assertThat(turns.lastKey()).isBetween(18L, 20L);
        assertThat(turns.tailMap(1L).values())
                .allSatisfy(turn -> assertThat(turn).isLessThanOrEqualTo(51));
        assertThat(rate.waitMillis("a@other.example", NOW, false)).isZero();
        assertThat(rate.waitMillis("a@example.org", NOW + 1000, false)).isZero();
    }

    @Test
    void whatIsUrgentWaitsForNobody() {
        DomainRate rate = new DomainRate(1);
        assertThat(rate.waitMillis("a@example.org", NOW, false)).isZero();
        assertThat(rate.waitMillis("b@example.org", NOW, false)).isPositive();
        assertThat(rate.waitMillis("c@example.org", NOW, true)).isZero();
    }

    @Test
    void aWebhookIsOfItsHost() {
        DomainRate rate = new DomainRate(1);
        assertThat(rate.waitMillis("https://hooks.example/a@b?to=c@example.org", NOW, false))
                .isZero();
        assertThat(rate.waitMillis("https://HOOKS.example:8443/other", NOW, false))
                .isPositive();
        assertThat(rate.waitMillis("a@example.org", NOW, false)).isZero();
    }

    @Test
    void knowsNoLimitWhereNoneIsSet() {
        DomainRate rate = new DomainRate(0);
        for (int i = 0; i < 1000; i++) {
            assertThat(rate.waitMillis("a@example.org", NOW, false)).isZero();
        }
    }
}
