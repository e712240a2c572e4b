package org.vicinity.channel.webhook.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks hosts up, and knows none that is not on the public Internet: whoever subscribes must not reach what only this
 * machine reaches. The client connects to the very addresses that were judged, so a name that changes its mind between
 * two look-ups gains nothing.
 */
final class PublicAddresses implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!isPublic(address)) {
                throw new NotPublic();
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** The special-purpose address registries of IANA (RFC 6890), told by what is left over. */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        if (address instanceof Inet4Address) {
            return first != 0
                    && !(first == 100 && second >= 64 && second < 128)
                    && !(first == 192 && second == 0 && (third == 0 || third == 2))
                    && !(first == 192 && second == 88 && third == 99)
                    && !(first == 198 && (second == 18 || second == 19 || second == 51 && third == 100))
                    && !(first == 203 && second == 0 && third == 113)
                    && first < 240;
        }
        // Of IPv6 only 2000::/3 is public; within it, tunnels may lead back into private IPv4.
        boolean special = first == 0x20 && second == 0x01 && (third < 2 || third == 0x0d && (bytes[3] & 0xff) == 0xb8);
        boolean tunnel = first == 0x20 && second == 0x02;
        return first >> 5 == 1 && !special && !tunnel;
    }

    /** The host has an address that is not public. */
    static final class NotPublic extends UnknownHostException {
        private static final long serialVersionUID = 1;
    }
}
