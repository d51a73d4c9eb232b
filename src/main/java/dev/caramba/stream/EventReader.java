package dev.caramba.stream;

import dev.caramba.generation.Event;
import java.util.List;

/** Reads the items of a stream as events. An instance serves one subscription, and is called by one thread at a time. */
public interface EventReader<T> {

    /** Returns the events of an item. An exception fails the stream. */
    List<Event> read(T item);

    /** Returns the events that are left when the items have ended. */
    default List<Event> end() {
        return List.of();
    }

    /**
     * Returns the events that are left when the source has failed; the stream completes after them.
     *
     * @throws Throwable where the stream fails as well
     */
    default List<Event> broken(Throwable e) throws Throwable {
        throw e;
    }
}
