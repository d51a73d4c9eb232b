package dev.caramba.http;

import dev.caramba.call.CallLimit;
import dev.caramba.call.LimitedProvider;
import dev.caramba.error.HttpError;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses requests before their bodies are read: when the body is too large or of an unsupported media type, or when
 * the instance is full. It accepts JSON without a media type, or under the default type of a common tool. Later
 * handlers see every body as JSON or as an event.
 */
@Singleton
final class RequestFilter implements Handler<RoutingContext> {

    static final String JSON = "application/json";
    static final String EVENT = "application/cloudevents+json";

    private static final String EVENTS = "application/cloudevents-batch+json";
    private static final Set<String> READ_AS_JSON = Set.of(
            "", JSON, "text/json", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream");

    private static final HttpError FULL = HttpError.of(LimitedProvider.FULL);
    private static final Pattern LONG = Pattern.compile("[0-9]{1,18}");

    private static final String CONTROL = "/providers/";

    private final long maxBodySize;
    private final CallLimit limit;

    RequestFilter(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "32M") MemorySize maxBodySize,
            CallLimit limit) {
        this.maxBodySize = maxBodySize.asLongValue();
        this.limit = limit;
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var refusal = tooLarge(request).or(() -> request.method().equals(HttpMethod.POST) ? unwanted(request) : none());
        if (refusal.isPresent()) {
            context.fail(refusal.get().asException());
            return;
        }
        context.next();
    }

    private Optional<HttpError> tooLarge(HttpServerRequest request) {
        return header(request, "content-length")
                .filter(length -> LONG.matcher(length).matches() && Long.parseLong(length) > maxBodySize)
                .map(length -> ErrorRoute.TOO_LARGE);
    }

    private Optional<HttpError> unwanted(HttpServerRequest request) {
        return media(request).or(() -> limit.full() && isCall(request) ? Optional.of(FULL) : none());
    }

    /** Returns whether the request is a call. Actions of operators pass even when the instance is full. */
    static boolean isCall(HttpServerRequest request) {
        return !request.path().startsWith(CONTROL);
    }

    private static Optional<HttpError> media(HttpServerRequest request) {
        var encoding = header(request, "content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return refused("content-encoding", "Compressed bodies are not supported.");
        }
        var type = mediaType(request);
        if (type.equals(EVENTS)) {
            return refused("content-type", "Batches of events are not supported: send one event per request.");
        }
        if (type.equals(EVENT)) {
            request.headers().set("content-type", EVENT);
            return none();
        }
        if (READ_AS_JSON.contains(type) || type.endsWith("+json")) {
            request.headers().set("content-type", JSON);
            return none();
        }
        return refused("content-type", "The body's media type is not supported (expected application/json).");
    }

    /** Returns whether the body is one event or a batch of them, by its media type. */
    static boolean hasEvents(HttpServerRequest request) {
        var type = mediaType(request);
        return type.equals(EVENT) || type.equals(EVENTS);
    }

    private static String mediaType(HttpServerRequest request) {
        return header(request, "content-type").map(RequestFilter::mediaType).orElse("");
    }

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip);
    }

    /** Returns whether a media type means JSON. */
    static boolean isJson(String contentType) {
        var type = mediaType(contentType);
        return type.equals(JSON) || type.endsWith("+json");
    }

    static HttpError unsupported(String field, String message) {
        return HttpError.refusal(415, "unsupported_media_type", message).withParam(field);
    }

    private static Optional<HttpError> refused(String header, String message) {
        return Optional.of(unsupported(header, message));
    }

    private static Optional<HttpError> none() {
        return Optional.empty();
    }
}
