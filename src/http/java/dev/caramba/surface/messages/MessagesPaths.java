package dev.caramba.surface.messages;

import dev.caramba.surface.ModelPage;
import io.vertx.ext.web.RoutingContext;

/** The paths of this surface. */
final class MessagesPaths {

    static final String MESSAGES = "/v1/messages";
    static final String COUNT = MESSAGES + "/count_tokens";

    /** The header in which Anthropic's clients look for the request's id. */
    static final String REQUEST_ID = "request-id";

    private MessagesPaths() {}

    /** Returns whether the request is one of an Anthropic client. */
    static boolean areMessages(RoutingContext request) {
        var path = request.normalizedPath();
        return path.equals(MESSAGES) || path.startsWith(MESSAGES + "/") || ModelPage.isFor(request);
    }
}
