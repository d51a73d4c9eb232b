package dev.caramba.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * What an answer is kept under: a digest of everything that shapes it. Whether a stream is asked for does not: an answer
 * is its events.
 */
record CacheKey(String digest) {

    /** To be raised when answers are kept in another form, or the canonical form of a request changes. */
    private static final int VERSION = 1;

    /**
     * @param targets what the request's model and fallbacks mean: with other routes it is another question
     * @param shared whether callers are given each other's answers
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
        return new CacheKey(sha256(Json.write(json)));
    }

    /** What the caller may ask for: nobody is given an answer that they may not ask for any more. */
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

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
