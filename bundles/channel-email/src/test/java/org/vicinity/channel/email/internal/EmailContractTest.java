package org.vicinity.channel.email.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.mail.internet.AddressException;
import org.vicinity.channel.testkit.NotificationChannelContract;
import org.vicinity.notification.NotificationChannel;

class EmailContractTest extends NotificationChannelContract {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private volatile Receiver receiver = Receiver.ACCEPTS;
    private ServerSocket server;
    private int port;

    @Override
    protected NotificationChannel channel() throws IOException, AddressException {
        listen();
        return new EmailChannel(TestConfig.plain(port));
    }

    private void listen() throws IOException {
        ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server = listening;
        port = listening.getLocalPort();
        threads.execute(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    open.add(socket);
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    // The test closed it.
                }
            }
        });
    }

    /** What each command of a connection is answered; content ends with a dot. */
    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "220 ready");
            String id = null;
            boolean content = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (content && !line.equals(".")) {
                    id = line.startsWith("Message-ID:") ? line : id;
                } else if (content) {
                    content = false;
                    ids.add(id);
                    say(socket, "250 taken");
                } else if (line.startsWith("RCPT") && receiver == Receiver.BUSY) {
                    say(socket, "451 later");
                } else if (line.startsWith("RCPT") && receiver == Receiver.REFUSES) {
                    say(socket, "550 nobody of that name");
                } else if (line.startsWith("DATA")) {
                    // Recipients that were not taken leave nobody to send content to.
                    content = receiver == Receiver.ACCEPTS;
                    say(socket, content ? "354 go on" : "554 no recipients");
                } else {
                    say(socket, line.startsWith("QUIT") ? "221 bye" : "250 ok");
                }
            }
        } catch (IOException e) {
            // The channel hung up, which it may, or the test is over.
        }
    }

    private void say(Socket socket, String line) throws IOException {
        if (receiver != Receiver.SILENT) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    protected boolean behave(Receiver behaviour) throws IOException {
        if (behaviour == Receiver.GONE) {
            close(server);
        } else if (receiver == Receiver.GONE) {
            listen();
        }
        receiver = behaviour;
        return true;
    }

    private void close(ServerSocket listening) throws IOException {
        listening.close();
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            socket.close();
        }
    }

    @Override
    protected String address() {
        return "ann@example.org";
    }

    @Override
    protected List<String> received() {
        return List.copyOf(ids);
    }

    @Override
    protected int reached() {
        return open.size();
    }

    @Override
    protected void stop(NotificationChannel stopped) {
        ((EmailChannel) stopped).stop();
    }

    @Override
    protected void close() throws IOException {
        close(server);
        threads.shutdownNow();
    }
}
