package io.peerhost.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Looks at one connection each second and closes it when it is overdue: one timer instead of many, nothing to do per request. */
final class Watchdog {
    private ChannelHandlerContext ctx;
    private Overdue overdue;
    private Future<?> timer;
    private long lastRead;
    private long headBegan;
    private long lingerUntil;
    private boolean lingers;
    private long written;
    private long lastWritten;

    interface Overdue {
        /** @param silentNanos since bytes came; @param stalledNanos since waiting output moved, 0 when none waits */
        boolean test(long silentNanos, long stalledNanos);
    }

    void start(ChannelHandlerContext ctx, Overdue overdue) {
        this.ctx = ctx;
        this.overdue = overdue;
        lastRead = headBegan = System.nanoTime();
        timer = ctx.executor().scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    void active() {
        lastRead = System.nanoTime();
    }

    void headBegins() {
        headBegan = System.nanoTime();
    }

    long sinceHeadBegan() {
        return System.nanoTime() - headBegan;
    }

    void lingerUntil(long nanos) {
        lingerUntil = nanos;
        lingers = true;
    }

    void stop() {
        if (timer != null) timer.cancel(false);
    }

    private void look() {
        long now = System.nanoTime();
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        if (waiting == null) return;
        long state = waiting.isEmpty()
                ? 0
                : 1 + waiting.size() + waiting.totalPendingWriteBytes() + waiting.currentProgress();
        if (state != written || state == 0) {
            written = state;
            lastWritten = now;
        }
        boolean lingered = lingers && now - lingerUntil > 0 && waiting.isEmpty();
        if (lingered || overdue.test(now - lastRead, now - lastWritten)) ctx.close();
    }
}
