package dev.caramba.http;

import dev.caramba.edge.Fields;
import dev.caramba.edge.HttpError;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes CloudEvents at any path, in both modes, and sends those that are whole and known to the functions. */
@Singleton
final class EventRoute {

    /** Behind the body, before all routes. */
    static final int ORDER = -10_000;

    static final Set<String> KNOWN_TYPES = Set.of("caramba.generate");

    private static final List<String> ATTRIBUTES = List.of("id", "source", "specversion", "type");

    void routes(@Observes Router router) {
        router.route().order(ORDER).handler(EventRoute::handle);
    }

    /** Whether the request is an event, whole or not. */
    static boolean carriesEvent(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && (structured(request)
                        || ATTRIBUTES.stream()
                                .anyMatch(name -> request.headers().contains("ce-" + name)));
    }

    private static boolean structured(HttpServerRequest request) {
        return Intake.EVENT.equals(request.getHeader("content-type"));
    }

    private static void handle(RoutingContext context) {
        var request = context.request();
        if (!carriesEvent(request)) {
            context.next();
            return;
        }
        var body = JsonBody.of(context);
        if (structured(request)) {
            check(Fields.of(body));
        } else {
            ATTRIBUTES.forEach(name -> requireHeader(request, "ce-" + name));
            requireKnown(request.getHeader("ce-type"), "ce-type");
        }
        HttpInvocation.of(context);
        if (request.path().equals("/")) {
            context.next();
        } else {
            context.reroute("/");
        }
    }

    private static void check(Fields event) {
        ATTRIBUTES.forEach(event::requiredText);
        requireKnown(event.requiredText("type"), "type");
        if (event.object("data").isEmpty()) {
            throw event.wrong("is missing (expected an object)", "data");
        }
    }

    private static void requireHeader(HttpServerRequest request, String name) {
        if (Optional.ofNullable(request.getHeader(name))
                .filter(value -> !value.isBlank())
                .isEmpty()) {
            throw HttpError.refusal(400, "invalid_request", name + ": is missing (expected a header)")
                    .withParam(name)
                    .asException();
        }
    }

    private static void requireKnown(String type, String param) {
        if (!KNOWN_TYPES.contains(type)) {
            throw HttpError.refusal(
                            404, "not_found", "There is no function for events of this type: expected " + known())
                    .withParam(param)
                    .asException();
        }
    }

    /** The known types, for people. */
    static String known() {
        return KNOWN_TYPES.stream().sorted().collect(Collectors.joining(", "));
    }
}
