package dev.caramba.wire;

import dev.caramba.upstream.Upstream;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.function.BooleanSupplier;

/** A subscriber that asks only for what the test asks for, and lets it wait for what comes. */
final class BodyProbe implements MultiSubscriber<Buffer> {

    private final List<Buffer> items = new ArrayList<>();
    private Subscription subscription;
    private Throwable failure;
    private boolean completed;

    @Override
    public synchronized void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public synchronized void onItem(Buffer bytes) {
        items.add(bytes);
        notifyAll();
    }

    @Override
    public synchronized void onFailure(Throwable e) {
        failure = e;
        notifyAll();
    }

    @Override
    public synchronized void onCompletion() {
        completed = true;
        notifyAll();
    }

    void request(long count) {
        subscription.request(count);
    }

    void cancel() {
        subscription.cancel();
    }

    synchronized int count() {
        return items.size();
    }

    synchronized long bytes() {
        return items.stream().mapToLong(Buffer::length).sum();
    }

    synchronized String awaitItem(int index) {
        await(() -> items.size() > index, Upstream.LIMIT);
        return items.get(index).toString();
    }

    synchronized void awaitCompletion() {
        await(() -> completed, Upstream.LIMIT);
    }

    synchronized WireException awaitFailure() {
        await(() -> failure != null, Upstream.LIMIT);
        return (WireException) failure;
    }

    /** The time passes and neither an item nor the end comes. */
    synchronized void awaitNothing(Duration length) {
        int before = items.size();
        if (reached(() -> items.size() > before || completed || failure != null, length)) {
            throw new AssertionError("something came: " + this);
        }
    }

    private void await(BooleanSupplier condition, Duration limit) {
        if (!reached(condition, limit)) {
            throw new AssertionError("it did not come; there is " + this);
        }
    }

    private boolean reached(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public synchronized String toString() {
        return items + (completed ? " completed" : "") + (failure == null ? "" : " " + failure);
    }
}
