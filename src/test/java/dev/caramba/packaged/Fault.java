package dev.caramba.packaged;

import dev.caramba.upstream.Script;
import java.util.List;
import java.util.function.Supplier;

/**
 * One way in which a provider goes wrong.
 *
 * @param address where the provider is: {@code %s} for the upstream, {@code https} for its port by TLS
 * @param unary what it answers when asked for a whole answer, one after the other; the last one for ever
 * @param stream the same for a stream
 */
record Fault(String name, String address, List<Supplier<Script>> unary, List<Supplier<Script>> stream) {

    /** The script of an attempt, counted from 0. */
    Script script(boolean stream, int attempt) {
        var scripts = stream ? this.stream : unary;
        return scripts.get(Math.min(attempt, scripts.size() - 1)).get();
    }
}
