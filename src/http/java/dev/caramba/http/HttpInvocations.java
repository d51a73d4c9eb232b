package dev.caramba.http;

import dev.caramba.call.Invocation;
import dev.caramba.call.Invocations;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** Finds the HTTP request that a function is serving. */
@Singleton
final class HttpInvocations implements Invocations {

    private final CurrentVertxRequest request;

    HttpInvocations(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public Invocation current() {
        return HttpInvocation.of(request.getCurrent());
    }
}
