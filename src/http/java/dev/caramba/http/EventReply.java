package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.batch.ResultEvent;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.result.IdempotencyKey;
import io.vertx.ext.web.RoutingContext;

/**
 * What the sender of an event is told of a failure. Where the event itself is at fault it is acknowledged, with an event
 * that says so: to deliver it again would change nothing. Otherwise it is handed back.
 */
record EventReply(EventHead event) {

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
                    .put("datacontenttype", Intake.JSON);
            reply.set("data", error.envelope());
            response.putHeader("content-type", Intake.EVENT).end(Json.write(reply));
        } else {
            response.putHeader("ce-specversion", EventRoute.VERSION)
                    .putHeader("ce-id", id)
                    .putHeader("ce-source", ResultEvent.SOURCE)
                    .putHeader("ce-type", ResultEvent.FAILED)
                    .putHeader("content-type", Intake.JSON)
                    .end(Json.write(error.envelope()));
        }
    }
}
