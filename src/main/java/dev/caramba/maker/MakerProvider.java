package dev.caramba.maker;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which provider has made the thoughts of an answer, and tells the balancer when they come back. Only requests
 * for Responses are concerned; those without thoughts are not looked up. A thought whose maker is not known, or that is
 * brought back by another caller, has no maker.
 */
public final class MakerProvider implements Provider {

    private final Provider inner;
    private final MakerStore store;

    public MakerProvider(Provider inner, MakerStore store) {
        this.inner = inner;
        this.store = store;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return params.originalIn(WireFormat.RESPONSES)
                .map(request -> Multi.createFrom().deferred(() -> generate(context, params, request)))
                .orElseGet(() -> inner.generate(context, params));
    }

    private Multi<Event> generate(CallContext context, GenerationParams params, OriginalRequest request) {
        var marks = marks(context.caller().name(), request);
        if (marks.isEmpty()) {
            return watched(context, params);
        }
        var cancellation = new Cancellation();
        return cancellation.of(store.find(latest(marks.values()))
                .map(found -> params.withOriginal(request.madeBy(makers(marks, found))))
                .onItem()
                .transformToMulti(told -> cancellation.reaching(watched(context, told))));
    }

    /** Returns the marks of the thoughts of a request, by the places of these. */
    private static Map<Integer, List<String>> marks(String caller, OriginalRequest request) {
        var marks = new LinkedHashMap<Integer, List<String>>();
        request.thoughts().forEach((place, item) -> marks.put(place, Marks.of(caller, item)));
        marks.values().removeIf(List::isEmpty);
        return marks;
    }

    private static Collection<String> latest(Collection<List<String>> marks) {
        var all = marks.stream().flatMap(List::stream).distinct().toList();
        return all.subList(Math.max(0, all.size() - MakerStore.MOST), all.size());
    }

    private static Map<Integer, String> makers(Map<Integer, List<String>> marks, Map<String, String> found) {
        var makers = new HashMap<Integer, String>();
        marks.forEach((place, ofThought) -> ofThought.stream()
                .map(found::get)
                .flatMap(maker -> Optional.ofNullable(maker).stream())
                .findFirst()
                .ifPresent(maker -> makers.put(place, maker)));
        return makers;
    }

    /** Returns the answer, whose last event waits until the makers of its thoughts are remembered. */
    private Multi<Event> watched(CallContext context, GenerationParams params) {
        return Multi.createFrom().deferred(() -> {
            var thoughts = new NewThoughts(context, store);
            var events = inner.generate(context, params).onItem().invoke(thoughts::saw);
            return EventStream.onEnd(EventStream.callAtEnd(events, last -> thoughts.keep()), thoughts::left);
        });
    }
}
