package dev.caramba.http;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.Target;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * The commit point of a response: from then on it cannot be taken back. It sets the status line and the headers, once.
 * A failure before it becomes a plain HTTP error, for streams too. A failure after it is part of the answer.
 */
final class CommitPoint {

    private static final int MAX_LENGTH = 512;

    private final HttpServerResponse response;
    private boolean reached;

    CommitPoint(HttpServerResponse response) {
        this.response = response;
    }

    boolean reached() {
        return reached;
    }

    void reach(CallContext call) {
        reached = true;
        var trail = call.trail();
        response.setStatusCode(200)
                .putHeader("x-caramba-attempts", Integer.toString(trail.begun()))
                .putHeader("x-caramba-cache", "bypass");
        trail.notices().forEach((name, value) -> header(name, Optional.of(value)));
        header("x-caramba-provider", trail.answering().map(Target::provider));
        header("x-caramba-model", trail.answering().map(Target::model));
        header(
                "x-caramba-dropped-params",
                Optional.of(String.join(", ", trail.droppedParams())).filter(names -> !names.isEmpty()));
    }

    private void header(String name, Optional<String> value) {
        value.map(CommitPoint::printable).ifPresent(text -> response.putHeader(name, text));
    }

    /** Replaces characters that a header cannot hold, and shortens the text: model names come from callers. */
    private static String printable(String value) {
        var text = value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH);
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
