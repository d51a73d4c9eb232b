package dev.caramba.surface.messages;

import dev.caramba.call.Calls;
import dev.caramba.call.OpenCalls;
import dev.caramba.call.TokenCounter;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.surface.SurfaceCalls;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Serves {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. */
@Singleton
final class MessagesRoute {

    private static final String FORM = "messages";
    private static final String OWN_HEADERS = "anthropic-";

    /** What {@code strictParams} is in the bodies of other surfaces: all fields are Anthropic's here. */
    private static final String STRICT = "x-caramba-strict-params";

    private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");

    private final SurfaceCalls surfaces;
    private final Calls calls;
    private final TokenCounter counter;
    private final OpenCalls open;

    MessagesRoute(SurfaceCalls surfaces, Calls calls, TokenCounter counter, OpenCalls open) {
        this.surfaces = surfaces;
        this.calls = calls;
        this.counter = counter;
        this.open = open;
    }

    void routes(@Observes Router router) {
        router.post(MessagesPaths.MESSAGES).handler(this::message);
        router.route(MessagesPaths.MESSAGES).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
        router.post(MessagesPaths.COUNT).handler(this::count);
        router.route(MessagesPaths.COUNT).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void message(RoutingContext request) {
        var id = named(request);
        var body = JsonBody.read(request);
        var call = MessagesReader.message(body, ownHeaders(request), query(request), strict(request));
        surfaces.answer(request, new MessagesRequest(call, body.json(), id), FORM, body);
    }

    private void count(RoutingContext request) {
        named(request);
        var body = JsonBody.read(request);
        var call = MessagesReader.count(body, ownHeaders(request), query(request));
        var invocation = HttpInvocation.of(request);
        var counting = open.of(counter.count(calls.begin(invocation, call), call.params()));
        Calls.whileWaitedFor(invocation, counting)
                .map(tokens -> tokens.orElseGet(() -> TokenEstimate.of(body.json())))
                .subscribe()
                .with(tokens -> write(request, tokens), request::fail);
    }

    private static void write(RoutingContext request, long tokens) {
        request.response()
                .putHeader("content-type", "application/json")
                .end(Json.write(Json.object().put("input_tokens", tokens)));
    }

    /** Puts the request's id where these clients look for it. */
    private static String named(RoutingContext request) {
        var id = HttpInvocation.of(request).requestId();
        request.response().putHeader(MessagesPaths.REQUEST_ID, id);
        return id;
    }

    /** Returns the headers that belong to the format; those of one name are one list. */
    private static Map<String, String> ownHeaders(RoutingContext request) {
        var own = new TreeMap<String, String>();
        request.request().headers().forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(OWN_HEADERS)) {
                own.merge(name, header.getValue(), (first, further) -> first + "," + further);
            }
        });
        return own;
    }

    private static boolean strict(RoutingContext request) {
        return "true".equalsIgnoreCase(request.request().getHeader(STRICT));
    }

    private static Optional<String> query(RoutingContext request) {
        var query = Optional.ofNullable(request.request().query()).filter(text -> !text.isEmpty());
        query.filter(text -> !QUERY.matcher(text).matches()).ifPresent(text -> {
            throw HttpError.refusal(400, "invalid_request", "The query is not well encoded.")
                    .asException();
        });
        return query;
    }
}
