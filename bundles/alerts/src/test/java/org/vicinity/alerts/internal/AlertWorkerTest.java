package org.vicinity.alerts.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeSet;

class AlertWorkerTest {
    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void begin() throws IOException {
        world = new World(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        world.close();
    }

    private void awaitNothingWaits() {
        await().atMost(Duration.ofSeconds(60)).until(() -> world.log.waiting() == 0);
    }

    @Test
    void eachChangeIsToldOnceThoughPlaceAndFollowMatchAndTwoNodesWork() {
        for (int i = 0; i < 4; i++) {
            long subscriber = world.subscriber(i + "@example.org");
            world.track(subscriber);
            world.track(subscriber);
            world.follow(subscriber, "R1");
        }
        for (int i = 0; i < 30; i++) {
            world.added("R1");
        }

        world.worker("one");
        world.worker("two");
        awaitNothingWaits();

        assertThat(world.messages()).hasSize(30 * 4);
    }

    @Test
    void aSetThatFailsIsTriedAgainAndCostsNoOther() {
        world.track(world.subscriber("a@example.org"));
        world.broken.set(true);
        world.added("R1");
        world.follow(world.subscriber("b@example.org"), "R2");
        world.removed("R2", null);
        AlertWorker worker = world.worker("node");
        await().until(() -> world.log.waiting() == 1);
        assertThat(world.messages()).hasSize(1);

        world.broken.set(false);
        worker.changesReady();
        awaitNothingWaits();

        assertThat(world.messages()).hasSize(2);
    }

    @Test
    void aRemovedOffenderEndsTheFollowWithOneNote() {
        world.follow(world.subscriber("a@example.org"), "R1");
        world.removed("R1", null);
        long later = world.subscriber("later@example.org");
        world.follow(later, "R1");
        world.worker("node");
        awaitNothingWaits();

        assertThat(world.messages()).hasSize(1);
        assertThat(world.subscriptions.followers("R1"))
                .extracting(Subscriptions.Follow::subscriberId)
                .containsExactly(later);
    }

    @Test
    void aLargeSetGoesOnWhereItBrokeOff() {
        for (int i = 0; i < 1203; i++) {
            world.track(world.subscriber(i + "@example.org"));
        }
        AtomicInteger calls = new AtomicInteger();
        Outbox breaking = (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("queue") && calls.incrementAndGet() == 3) {
                        throw new IllegalStateException("broke off");
                    }
                    try {
                        return method.invoke(world.outbox, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        world.added("R1");
        world.worker("node", breaking);
        await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() >= 3);
        assertThat(world.messages()).hasSizeGreaterThanOrEqualTo(1000);
        awaitNothingWaits();

        assertThat(world.messages()).hasSize(1203);
        assertThat(calls).hasValue(6);
    }

    @Test
    void whoeverWasToldWronglyAndNobodyElseIsToldSo() {
        long told = world.subscriber("told@example.org");
        long waiting = world.subscriber("waiting@example.org");
        world.subscriber("other@example.org");
        world.track(told);
        world.track(waiting);
        long wrong = world.added("R1");
        world.worker("node");
        awaitNothingWaits();
        world.sent("alert:" + wrong + ":" + told + ":email");

        long undoing = world.removed("R1", wrong);
        awaitNothingWaits();
        assertThat(world.messages())
                .containsOnlyKeys(
                        "alert:" + wrong + ":" + told + ":email", "correction:" + undoing + ":" + told + ":email");
        assertThat(world.outbox.trace(wrong, told))
                .extracting(Outbox.Trace::kind)
                .containsExactly("Alert", "Correction");
    }

    @Test
    void aWrongSetThatNobodyWasToldOfYetIsNeverTold() {
        world.track(world.subscriber("a@example.org"));
        world.broken.set(true);
        long wrong = world.added("R1");
        world.worker("node");
        world.removed("R1", wrong);
        awaitNothingWaits();
        world.broken.set(false);

        assertThat(world.log.trace(wrong).orElseThrow().state()).isEqualTo("settled");
        assertThat(world.messages()).isEmpty();
    }

    @Test
    void aPreviewCountsWhatWouldBeToldAndStoresNothing() {
        world.track(world.subscriber("a@example.org"));
        world.follow(world.subscriber("b@example.org"), "R1");
        world.added("R1");
        List<ChangeSet> sets = world.log.claim("other", 1, Duration.ofMinutes(1));

        assertThat(new AlertCount(world.matcher, world.subscriptions).alerts(sets.get(0)))
                .isEqualTo(2);
        assertThat(world.messages()).isEmpty();
    }
}
