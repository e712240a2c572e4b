package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private final ClientAddress clients = new ClientAddress("127.0.0.1, ::1,10.1.0.0/16");

    @Test
    void theHeaderOfAnybodyIsNotBelieved() {
        assertThat(clients.of(request("203.0.113.7", "198.51.100.1"))).isEqualTo("203.0.113.7");
        assertThat(new ClientAddress("").of(request("127.0.0.1", "198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void behindAProxyTheClientIsWhomTheProxySaw() {
        assertThat(clients.of(request("127.0.0.1", "198.51.100.1"))).isEqualTo("198.51.100.1");
        assertThat(clients.of(request("127.0.0.1"))).isEqualTo("127.0.0.1");
    }

    @Test
    void whatAClientWroteInFrontIsNotBelieved() {
        assertThat(clients.of(request("127.0.0.1", "10.1.2.3, 192.0.2.66, 198.51.100.1")))
                .isEqualTo("198.51.100.1");
        assertThat(clients.of(request("127.0.0.1", "192.0.2.66", "198.51.100.1, 10.1.255.255")))
                .isEqualTo("198.51.100.1");
        assertThat(clients.of(request("10.2.0.1", "198.51.100.1"))).isEqualTo("10.2.0.1");
    }

    @Test
    void whatIsNoAddressIsNeitherBelievedNorLookedUp() {
        for (var odd : List.of("", "unknown", "localhost", "256.1.1.1", "1.2.3", "a.b.c.d", "198.51.100.1, x", ":::")) {
            assertThat(clients.of(request("127.0.0.1", odd))).as(odd).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void portsAndBracketsAreLeftOut() {
        assertThat(clients.of(request("127.0.0.1", "198.51.100.1:4711"))).isEqualTo("198.51.100.1");
        assertThat(clients.of(request("127.0.0.1", "[2001:db8::1]:4711"))).startsWith("2001:db8:0:0:");
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneClient() {
        assertThat(clients.of(request("2001:db8:0:1::1")))
                .isEqualTo(clients.of(request("2001:db8:0:1:ffff::2")))
                .isNotEqualTo(clients.of(request("2001:db8:0:2::1")));
    }

    @Test
    void aWrongSettingIsRefused() {
        assertThatThrownBy(() -> new ClientAddress("proxy.example.org")).hasMessageContaining("proxy.example.org");
    }

    private static HttpServletRequest request(String peer, String... forwardedFor) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ClientAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getRemoteAddr")
                        ? peer
                        : Collections.enumeration(List.of(forwardedFor)));
    }
}
