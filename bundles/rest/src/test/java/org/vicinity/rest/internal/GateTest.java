package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @Test
    void aKeyOpensUntilItsLastDayIsOver() {
        assertThatCode(() -> gate("").operator(request("right"))).doesNotThrowAnyException();
        assertThatCode(() -> gate(TODAY.plusDays(1).toString()).operator(request("right")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> gate(TODAY.minusDays(1).toString()).operator(request("right")))
                .hasMessage("operator-key-expired");
    }

    @Test
    void whoHasTheWrongKeyDoesNotLearnThatTheRightOneExpired() {
        for (var until : new String[] {"", TODAY.minusDays(1).toString()}) {
            assertThatThrownBy(() -> gate(until).operator(request("wrong"))).hasMessage("operator-key-needed");
        }
    }

    private static Gate gate(String until) {
        return new Gate(
                new Services(),
                answering(
                        Gate.Config.class,
                        Map.of(
                                "operatorKey",
                                "right",
                                "operatorKeyUntil",
                                until,
                                "trustedProxies",
                                "",
                                "requestsPerHour",
                                1,
                                "suggestionsPerSecond",
                                100,
                                "callsPerSecond",
                                100)));
    }

    private static HttpServletRequest request(String key) {
        return answering(
                HttpServletRequest.class,
                Map.of(
                        "getHeader",
                        "Bearer " + key,
                        "getRemoteAddr",
                        "192.0.2.1",
                        "getHeaders",
                        Collections.emptyEnumeration()));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                GateTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }
}
