package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.testing.RawHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A call of one cell. Immutable: each method gives another one. */
record FeatureCall(
        FeatureBench bench, FeatureCell cell, ObjectNode body, Optional<String> key, Map<String, String> headers) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A call of {@code anna} for the first target. */
    static FeatureCall of(FeatureBench bench, FeatureCell cell) {
        return new FeatureCall(
                bench, cell, cell.body(cell.target(1)), Optional.of(FeatureBench.keyOf(FeatureBench.ANNA)), Map.of());
    }

    /** The same for the route to both targets. */
    FeatureCall routed() {
        return with(asked -> asked.put("model", cell.route()));
    }

    FeatureCall with(Consumer<ObjectNode> change) {
        var changed = body.deepCopy();
        change.accept(changed);
        return new FeatureCall(bench, cell, changed, key, headers);
    }

    FeatureCall header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FeatureCall(bench, cell, body, key, more);
    }

    FeatureCall by(String caller) {
        return new FeatureCall(bench, cell, body, Optional.of(FeatureBench.keyOf(caller)), headers);
    }

    FeatureCall byNobody() {
        return new FeatureCall(bench, cell, body, Optional.empty(), headers);
    }

    SurfaceReply send() {
        return start().join();
    }

    CompletableFuture<SurfaceReply> start() {
        var request = HttpRequest.newBuilder(
                        URI.create(bench.caramba().url() + cell.surface().path()))
                .timeout(Duration.ofMinutes(1))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        key.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
        headers.forEach(request::header);
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new SurfaceReply(cell.form(), response));
    }

    /** Sends it, and leaves the reading to the test. */
    RawHttp open() {
        return new RawHttp(bench.caramba().port())
                .post(cell.surface().path(), body.toString(), "Authorization: Bearer " + key.orElseThrow());
    }
}
