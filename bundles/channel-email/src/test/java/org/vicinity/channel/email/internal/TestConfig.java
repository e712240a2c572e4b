package org.vicinity.channel.email.internal;

import java.lang.annotation.Annotation;

/** The channel's settings, as the container would give them. */
record TestConfig(int port, String user, String password, String startTls, boolean ssl) implements EmailChannel.Config {
    static TestConfig plain(int port) {
        return new TestConfig(port, "", "", "optional", false);
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public String from() {
        return "Vicinity <alerts@vicinity.example>";
    }

    @Override
    public int timeLimitMillis() {
        return 3000;
    }

    @Override
    public int idleConnections() {
        return 2;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return EmailChannel.Config.class;
    }
}
