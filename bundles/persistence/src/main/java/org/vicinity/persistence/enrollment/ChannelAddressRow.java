package org.vicinity.persistence.enrollment;

import java.io.Serializable;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;

/** Where a channel that has its own kind of address delivers to. */
@Entity
@Table(name = "channel_address")
@IdClass(ChannelAddressRow.Key.class)
public class ChannelAddressRow {
    @Id
    @Column(name = "subscriber_id")
    private long subscriberId;

    @Id
    private String channel;

    @Column(nullable = false)
    private String address;

    protected ChannelAddressRow() {}

    public ChannelAddressRow(long subscriberId, String channel) {
        this.subscriberId = subscriberId;
        this.channel = channel;
    }

    public long subscriberId() {
        return subscriberId;
    }

    public String channel() {
        return channel;
    }

    /** Sealed. */
    public String sealedAddress() {
        return address;
    }

    public void setSealedAddress(String sealed) {
        address = sealed;
    }

    /** One address a subscriber and channel. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        private long subscriberId;
        private String channel;

        protected Key() {}

        public Key(long subscriberId, String channel) {
            this.subscriberId = subscriberId;
            this.channel = channel;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.subscriberId == subscriberId && key.channel.equals(channel);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(subscriberId) * 31 + channel.hashCode();
        }
    }
}
