package org.vicinity.channel.email.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * The socket of one connection, whose second write does not wait for the receipt of the first (Nagle), which would cost
 * 40 ms a mail; another thread can end it.
 */
final class PromptSocket extends SocketFactory {
    private volatile Socket socket;
    private volatile boolean aborted;

    /** Whoever waits for the other side gets an exception. */
    void abort() {
        aborted = true;
        Socket made = socket;
        if (made != null) {
            close(made);
        }
    }

    boolean isAborted() {
        return aborted;
    }

    @Override
    public Socket createSocket() throws IOException {
        return prompt(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prompt(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return prompt(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prompt(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return prompt(new Socket(host, port, local, localPort));
    }

    private Socket prompt(Socket made) throws IOException {
        made.setTcpNoDelay(true);
        socket = made;
        if (aborted) {
            close(made);
            throw new SocketException("aborted");
        }
        return made;
    }

    private static void close(Socket made) {
        try {
            made.close();
        } catch (IOException e) {
            // It is of no use any more, which is what was asked for.
        }
    }
}
