package dev.caramba.maker;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Remembers for a while which provider has made a thought. A thought is known by its {@link Marks}. */
public interface MakerStore {

    /** The most marks of one question; more than a conversation has. */
    int MOST = 2000;

    /**
     * Returns the names of the makers by the marks of their thoughts, without those that are not known.
     *
     * @param marks of thoughts that one caller brings back, {@link #MOST} at most
     */
    Uni<Map<String, String>> find(Collection<String> marks);

    /** Remembers the maker of the thoughts with these marks. */
    Uni<Void> keep(Collection<String> marks, String maker);
}
