package org.vicinity.rest.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/**
 * Whom a call comes from. Each proxy appends the address it was asked by to {@code X-Forwarded-For}; the header is
 * read from its end, and only as long as trusted proxies wrote it. What stands before that is the client's own word.
 */
final class ClientAddress {
    private static final int IPV6_NETWORK_BITS = 64;
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern LITERAL =
            Pattern.compile("(" + BYTE + "\\.){3}" + BYTE + "|[\\da-fA-F]*:[\\da-fA-F:.]*");

    private final List<Network> proxies;

    /** @param proxies addresses and networks, separated by commas: {@code ::1, 10.0.0.0/8} */
    ClientAddress(String proxies) {
        this.proxies = Arrays.stream(proxies.split(","))
                .map(String::trim)
                .filter(proxy -> !proxy.isEmpty())
                .map(Network::of)
                .toList();
    }

    /** One client: an IPv4 address, or an IPv6 network, as a single customer has one with a host's every address. */
    String of(HttpServletRequest request) {
        var client = literal(request.getRemoteAddr());
        var hops = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .toList();
        for (int i = hops.size() - 1; i >= 0 && isProxy(client); i--) {
            var hop = literal(withoutPort(hops.get(i).trim()));
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client == null ? request.getRemoteAddr() : new Network(client, IPV6_NETWORK_BITS).toString();
    }

    private boolean isProxy(InetAddress address) {
        return address != null && proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private static String withoutPort(String hop) {
        return hop.replaceFirst("^\\[(.*)](:\\d+)?$", "$1").replaceFirst("^([\\d.]+):\\d+$", "$1");
    }

    /** Null for anything but a literal: nothing that a client writes is looked up. */
    private static InetAddress literal(String text) {
        try {
            return LITERAL.matcher(text).matches() ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private record Network(InetAddress address, int bits) {
        static Network of(String text) {
            var parts = text.split("/", 2);
            var address = literal(parts[0]);
            if (address == null) {
                throw new IllegalArgumentException("not an address or network: " + text);
            }
            return new Network(address, parts.length == 1 ? Integer.MAX_VALUE : Integer.parseInt(parts[1]));
        }

        boolean contains(InetAddress other) {
            return Arrays.equals(prefix(address), prefix(other));
        }

        private byte[] prefix(InetAddress of) {
            var bytes = of.getAddress();
            for (int bit = bits; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
            }
            return bytes;
        }

        @Override
        public String toString() {
            try {
                return InetAddress.getByAddress(prefix(address)).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
