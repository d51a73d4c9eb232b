package dev.caramba.http;

import dev.caramba.batch.AcknowledgedException;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import io.quarkus.arc.All;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Writes the errors of all routes, whatever part of the product reports them: in the form of the surface that was asked,
 * else in OpenAI's envelope.
 */
@Singleton
final class ErrorRoute implements Handler<RoutingContext> {

    static final HttpError TOO_LARGE =
            HttpError.refusal(413, "request_too_large", "The body is larger than this server accepts.");

    private static final Logger LOG = Logger.getLogger(ErrorRoute.class);
    private static final int MAX_DEPTH = 8;

    private final List<ErrorForm> forms;

    ErrorRoute(@All List<ErrorForm> forms) {
        this.forms = List.copyOf(forms);
    }

    @Override
    public void handle(RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // The response must not get an end that makes it look like a complete answer.
            LOG.errorf(context.failure(), "%s: the response was cut off by an error", RequestIds.of(context));
            context.request().connection().close();
            return;
        }
        if (causes(context).anyMatch(AcknowledgedException.class::isInstance)) {
            response.setStatusCode(202).end();
            return;
        }
        var error = errorOf(context);
        EventAttributes.of(context)
                .ifPresentOrElse(event -> reply(context, event, error), () -> write(context, formed(context, error)));
    }

    private static void reply(RoutingContext context, EventAttributes event, HttpError error) {
        if (error.permanent()) {
            new EventReply(event).acknowledge(context, error);
        } else {
            write(context, openAis(error.handedBack()));
        }
    }

    private ErrorForm.Reply formed(RoutingContext context, HttpError error) {
        return forms.stream()
                .filter(form -> form.covers(context))
                .findFirst()
                .map(form -> form.of(error, RequestIds.of(context)))
                .orElseGet(() -> openAis(error));
    }

    private static ErrorForm.Reply openAis(HttpError error) {
        return new ErrorForm.Reply(error.status(), error.headers(), error.envelope());
    }

    private static void write(RoutingContext context, ErrorForm.Reply error) {
        var response = context.response()
                .setStatusCode(error.status())
                .putHeader("x-request-id", RequestIds.of(context))
                .putHeader("content-type", RequestFilter.JSON);
        error.headers().forEach(response::putHeader);
        response.end(Json.write(error.body()));
        // The rest of a refused body must be read, so that the connection can carry its next request.
        if (!context.request().isEnded()) {
            context.request().resume();
        }
    }

    private static HttpError errorOf(RoutingContext context) {
        return causes(context)
                .flatMap(e -> HttpError.of(e).stream())
                .findFirst()
                .orElseGet(() -> byStatus(context));
    }

    private static Stream<Throwable> causes(RoutingContext context) {
        return Stream.iterate(context.failure(), e -> e != null, Throwable::getCause)
                .limit(MAX_DEPTH);
    }

    private static HttpError byStatus(RoutingContext context) {
        return switch (context.statusCode()) {
            case 400 -> HttpError.refusal(400, "invalid_request", "The request is malformed.");
            case 404 -> HttpError.refusal(404, "not_found", "There is nothing at this path.");
            case 405 -> HttpError.refusal(405, "method_not_allowed", "The method is not allowed at this path.");
            case 413 -> TOO_LARGE;
            case 406, 415 ->
                HttpError.refusal(415, "unsupported_media_type", "The body's media type is not supported.");
            default ->
                context.statusCode() > 400 && context.statusCode() < 500
                        ? HttpError.refusal(context.statusCode(), "invalid_request", "The request cannot be served.")
                        : internal(context);
        };
    }

    private static HttpError internal(RoutingContext context) {
        LOG.errorf(context.failure(), "%s: failed", RequestIds.of(context));
        return HttpError.INTERNAL;
    }
}
