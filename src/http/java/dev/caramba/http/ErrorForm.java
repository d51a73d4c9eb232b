package dev.caramba.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The form in which the clients of a surface expect its errors. OpenAI's is the one of all other requests. */
public interface ErrorForm {

    /** Returns whether an error of this request has this form. */
    boolean covers(RoutingContext request);

    Reply of(HttpError error, String requestId);

    /** An error over HTTP. */
    record Reply(int status, Map<String, String> headers, ObjectNode body) {}
}
