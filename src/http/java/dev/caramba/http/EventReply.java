package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.batch.ResultEvent;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.result.IdempotencyKey;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers the sender of an event whose call failed. When the event itself is wrong, the reply acknowledges it with
 * an event about the failure, since another delivery would fail again. In all other cases the event is handed back.
 */
record EventReply(EventAttributes event) {

    void acknowledge(RoutingContext request, HttpError error) {
        var response = request.response().setStatusCode(200);
        error.headers().forEach(response::putHeader);
        var id = IdempotencyKey.of(AccessGate.callerOf(request).name(), event.source(), event.id())
                .name();
        if (event.structured()) {
            var reply = Json.object()
                    .put("specversion", EventRoute.VERSION)
                    .put("id", id)
                    .put("source", ResultEvent.SOURCE)
                    .put("type", ResultEvent.FAILED)
                    .put("datacontenttype", RequestFilter.JSON);
            reply.set("data", error.envelope());
            response.putHeader("content-type", RequestFilter.EVENT).end(Json.write(reply));
        } else {
            response.putHeader("ce-specversion", EventRoute.VERSION)
                    .putHeader("ce-id", id)
                    .putHeader("ce-source", ResultEvent.SOURCE)
                    .putHeader("ce-type", ResultEvent.FAILED)
                    .putHeader("content-type", RequestFilter.JSON)
                    .end(Json.write(error.envelope()));
        }
    }
}
