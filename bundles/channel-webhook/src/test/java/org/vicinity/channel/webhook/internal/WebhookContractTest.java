package org.vicinity.channel.webhook.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.vicinity.channel.testkit.NotificationChannelContract;
import org.vicinity.notification.NotificationChannel;

class WebhookContractTest extends NotificationChannelContract {
    private Hook hook;
    private String address;

    @Override
    protected NotificationChannel channel() throws IOException {
        hook = new Hook();
        WebhookChannel channel = new WebhookChannel(Hook.config(true));
        address = channel.address(hook.url(), "");
        return channel;
    }

    @Override
    protected boolean behave(Receiver receiver) throws IOException {
        switch (receiver) {
            case ACCEPTS -> {
                if (hook.status == 0) {
                    hook.up();
                }
                hook.status = 204;
            }
            case BUSY -> hook.status = 503;
            case REFUSES -> hook.status = 410;
            case SILENT -> hook.silence = new CountDownLatch(1);
            case GONE -> {
                hook.status = 0;
                hook.down();
            }
        }
        return true;
    }

    @Override
    protected String address() {
        return address;
    }

    @Override
    protected List<String> received() {
        return hook.got.stream().map(got -> got.header("webhook-id")).toList();
    }

    @Override
    protected int reached() {
        return hook.reached.get();
    }

    @Override
    protected void stop(NotificationChannel stopped) {
        ((WebhookChannel) stopped).stop();
    }

    @Override
    protected void close() {
        hook.close();
    }
}
