package io.peerhost.edge.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * A byte pipe to a replica, for one exchange. Its user and its tunnel may live on different event loops: every call is
 * passed over in order, and costs nothing where both are the same.
 */
public final class Pipe {
    private final PipeTarget target;
    private final Lane lane;
    private final EventLoop owner;
    private final PipeListener listener;
    private final boolean metered;
    private volatile boolean over;

    /** Touched on the lane's loop only. */
    PipeStream stream;

    Pipe(PipeTarget target, Lane lane, EventLoop owner, PipeListener listener, boolean metered) {
        this.target = target;
        this.lane = lane;
        this.owner = owner;
        this.listener = listener;
        this.metered = metered;
    }

    public PipeTarget target() {
        return target;
    }

    /** Takes {@code data}. */
    public void write(ByteBuf data) {
        if (lane.loop().inEventLoop()) lane.write(this, data);
        else lane.loop().execute(() -> lane.write(this, data));
    }

    /** Gives room back for bytes received. */
    public void consumed(int bytes) {
        if (lane.loop().inEventLoop()) lane.consumed(this, bytes);
        else lane.loop().execute(() -> lane.consumed(this, bytes));
    }

    /** The exchange is over and the pipe is clean: the next one may have it. */
    public void release() {
        end(true);
    }

    /** The exchange is over and the pipe is not to be used again. */
    public void abort() {
        end(false);
    }

    private void end(boolean reusable) {
        if (over) return;
        over = true;
        if (lane.loop().inEventLoop()) lane.end(this, reusable);
        else lane.loop().execute(() -> lane.end(this, reusable));
    }

    boolean metered() {
        return metered;
    }

    void received(ByteBuf data) {
        if (owner.inEventLoop()) {
            if (!over) listener.received(data);
            return;
        }
        ByteBuf copy = data.copy();
        owner.execute(() -> {
            if (!over) listener.received(copy);
            copy.release();
        });
    }

    void sent(int bytes) {
        onOwner(() -> {
            if (!over) listener.sent(bytes);
        });
    }

    void closed(PipeEnd end) {
        onOwner(() -> {
            if (over) return;
            over = true;
            listener.closed(end);
        });
    }

    private void onOwner(Runnable task) {
        if (owner.inEventLoop()) task.run();
        else owner.execute(task);
    }
}
