package dev.caramba.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.format.Sha256;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.util.Collection;
import java.util.List;

/**
 * The key of a stored answer: a digest of everything that shapes the answer. Whether the caller asks for a stream is
 * not part of it, because an answer is stored as its events.
 */
record CacheKey(String digest) {

    /** The version of the format of answers and of canonical requests; raise it when either changes. */
    private static final int VERSION = 2;

    /**
     * @param targets the targets of the request's model and fallbacks, so that a change of routes changes the key
     * @param shared whether callers share answers
     */
    static CacheKey of(CallContext context, GenerationParams params, List<Target> targets, boolean shared) {
        var json = Json.object().put("version", VERSION);
        if (!shared) {
            json.put("caller", context.caller().name());
        }
        json.set("grant", grant(context.caller().grant()));
        context.caching().key().ifPresent(key -> json.put("key", key));
        var names = json.putArray("targets");
        targets.forEach(target -> names.addArray().add(target.provider()).add(target.model()));
        json.set("params", CanonicalParams.of(params));
        return new CacheKey(Sha256.hex(Json.write(json)));
    }

    /**
     * Returns the grant as JSON. It is part of the key, so that no caller gets an answer that it may no longer ask for.
     */
    private static ObjectNode grant(Grant grant) {
        var json = Json.object();
        sorted(json, "routes", grant.routes());
        sorted(json, "providers", grant.providers());
        sorted(json, "models", grant.models());
        return json;
    }

    private static void sorted(ObjectNode json, String name, Collection<String> words) {
        var list = json.putArray(name);
        words.stream().sorted().forEach(list::add);
    }
}
