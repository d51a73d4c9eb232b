package dev.caramba.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.TraceContext;
import dev.caramba.request.RequestFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accepts CloudEvents at any path, in binary and structured mode. It passes valid events of known types to the
 * functions.
 */
@Singleton
final class EventRoute {

    /** The order of this route: after the body handler, before all other routes. */
    static final int ORDER = -10_000;

    static final Set<String> KNOWN_TYPES = Set.of("caramba.generate", "caramba.batch");

    private static final List<String> ATTRIBUTES = List.of("id", "source", "specversion", "type");

    /** The header fields of the attributes in binary mode. */
    private static final List<String> FIELDS =
            ATTRIBUTES.stream().map(name -> "ce-" + name).toList();

    /** The attributes of the extension for distributed tracing. */
    private static final List<String> TRACE = List.of(TraceContext.PARENT, TraceContext.STATE);

    static final String VERSION = "1.0";

    void routes(@Observes Router router) {
        router.route().order(ORDER).handler(EventRoute::handle);
    }

    /** Returns whether the request carries an event, valid or not. */
    static boolean carriesEvent(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && (structured(request) || FIELDS.stream().anyMatch(request.headers()::contains));
    }

    private static boolean structured(HttpServerRequest request) {
        return RequestFilter.EVENT.equals(request.getHeader("content-type"));
    }

    private static void handle(RoutingContext context) {
        var request = context.request();
        if (!carriesEvent(request)) {
            context.next();
            return;
        }
        var body = JsonBody.of(context);
        if (structured(request)) {
            checkAttributes(RequestFields.of(body), "");
            checkData(RequestFields.of(body));
            head(body, "").accept(context);
            adaptToBinding(context, body);
        } else {
            var headers = headers(request);
            checkAttributes(RequestFields.of(headers), "ce-");
            head(headers, "ce-").accept(context);
        }
        HttpInvocation.of(context);
        if (request.path().equals("/")) {
            context.next();
        } else {
            context.reroute("/");
        }
    }

    private static EventAttributes head(ObjectNode json, String prefix) {
        var event = RequestFields.of(json);
        return new EventAttributes(
                event.requiredText(prefix + "source"),
                event.requiredText(prefix + "id"),
                prefix.isEmpty(),
                TraceContext.read(text(json, prefix + TraceContext.PARENT), text(json, prefix + TraceContext.STATE)));
    }

    /** Returns an attribute that does not affect the call. A value that is not a text is ignored. */
    private static Optional<String> text(ObjectNode event, String name) {
        return Optional.of(event.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static ObjectNode headers(HttpServerRequest request) {
        var headers = Json.object();
        Stream.concat(ATTRIBUTES.stream(), TRACE.stream())
                .forEach(name -> headers.put("ce-" + name, request.getHeader("ce-" + name)));
        return headers;
    }

    private static void checkAttributes(RequestFields event, String prefix) {
        for (var name : ATTRIBUTES) {
            if (event.requiredText(prefix + name).isBlank()) {
                throw event.wrong("is empty", prefix + name);
            }
        }
        if (!event.requiredText(prefix + "specversion").equals(VERSION)) {
            throw event.wrong("is not supported (expected " + VERSION + ")", prefix + "specversion");
        }
        if (!KNOWN_TYPES.contains(event.requiredText(prefix + "type"))) {
            throw HttpError.refusal(
                            404, "not_found", "There is no function for events of this type: expected " + known())
                    .withParam(prefix + "type")
                    .asException();
        }
    }

    private static void checkData(RequestFields event) {
        if (event.text("datacontenttype")
                .filter(type -> !RequestFilter.isJson(type))
                .isPresent()) {
            throw RequestFilter.unsupported(
                            "datacontenttype",
                            "The media type of the data is not supported (expected " + RequestFilter.JSON + ").")
                    .asException();
        }
        if (event.object("data").isEmpty()) {
            throw event.wrong("is missing (expected an object)", "data");
        }
    }

    /**
     * Removes the media type of the data where the functions' binding would not recognise its spelling. Without a type,
     * the binding reads the data as JSON.
     */
    private static void adaptToBinding(RoutingContext context, ObjectNode event) {
        var type = event.remove("datacontenttype");
        if (type != null && !type.asText().startsWith(RequestFilter.JSON)) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer(Json.write(event)));
        }
    }

    /** Returns the known types for an error message. */
    static String known() {
        return KNOWN_TYPES.stream().sorted().collect(Collectors.joining(", "));
    }
}
