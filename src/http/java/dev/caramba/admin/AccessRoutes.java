package dev.caramba.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.access.AccessGate;
import dev.caramba.access.AccessKeys;
import dev.caramba.access.FleetAccess;
import dev.caramba.access.KeyJson;
import dev.caramba.access.SharedKey;
import dev.caramba.access.SharedKeys;
import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.call.EdgeSettings;
import dev.caramba.call.ModelDirectory;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Grant;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.prompt.Target;
import dev.caramba.request.RequestFields;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Serves {@code GET /access/keys}, and {@code PUT} and {@code DELETE /access/keys/{name}}, when the fleet shares its
 * keys. A key is shown once, in the response to the request that created it. A hash is never shown.
 */
@Singleton
final class AccessRoutes {

    private static final String PATH = "/access/keys";

    /** The path of one key. */
    static final String ONE = PATH + "/:name";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final Set<String> RESERVED = Set.of("anonymous", "lambda");
    private static final int BYTES = 32;

    private final Optional<SharedKeys> keys;
    private final AccessSettings settings;
    private final EdgeSettings edge;
    private final ModelDirectory directory;

    AccessRoutes(FleetAccess fleet, AccessSettings settings, EdgeSettings edge, ModelDirectory directory) {
        this.keys = fleet.keys();
        this.settings = settings;
        this.edge = edge;
        this.directory = directory;
    }

    void routes(@Observes @Priority(AccessGate.BEHIND_THE_GATE) Router router) {
        keys.ifPresent(shared -> {
            List.of(router.get(PATH), router.put(ONE), router.delete(ONE))
                    .forEach(route -> route.order(AccessGate.BEFORE_THE_BODY).handler(AccessGate::requireAdmin));
            router.get(PATH).handler(request -> list(request, shared));
            router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.GET)));
            router.put(ONE).handler(request -> put(request, shared));
            router.delete(ONE).handler(request -> delete(request, shared));
            router.route(ONE).handler(request -> Methods.others(request, List.of(HttpMethod.PUT, HttpMethod.DELETE)));
        });
    }

    private void list(RoutingContext request, SharedKeys shared) {
        write(request, shared.all().map(known -> list(known.keys())));
    }

    /**
     * Lists the keys of the fleet and of the configuration. A key of the fleet takes precedence over a configured one
     * of the same name.
     */
    private ObjectNode list(List<SharedKey> known) {
        var shown = new TreeMap<String, ObjectNode>();
        edge.accessKeys().keySet().forEach(name -> shown.put(name, shown(name, "configured", settings.of(name))));
        known.forEach(key -> shown.put(
                key.name(),
                key.revoked()
                        ? Json.object()
                                .put("name", key.name())
                                .put("source", "shared")
                                .put("revoked", true)
                        : shown(key.name(), "shared", key.granted())));
        var json = Json.object();
        json.putArray("keys").addAll(shown.values());
        return json;
    }

    private static ObjectNode shown(String name, String source, Granted granted) {
        return KeyJson.shown(name, granted).put("source", source);
    }

    private void put(RoutingContext request, SharedKeys shared) {
        var name = name(request);
        var body = request.body().length() <= 0 ? Json.object() : JsonBody.of(request);
        var secret =
                Optional.of(body).filter(sent -> !sent.hasNonNull("sha256")).map(none -> secret());
        var key = KeyJson.asked(name, body, secret.map(AccessKeys::sha256Of).orElse(""));
        check(key.granted().grant(), RequestFields.of(body));
        var answer = KeyJson.shown(name, key.granted());
        secret.ifPresent(made -> answer.put("key", made));
        write(request, shared.keep(key).replaceWith(answer));
    }

    private void delete(RoutingContext request, SharedKeys shared) {
        var name = name(request);
        var gone = new SharedKey(name, Optional.empty(), new Granted(Grant.CALL, Optional.empty()));
        write(
                request,
                shared.keep(gone).replaceWith(Json.object().put("name", name).put("revoked", true)));
    }

    private static String name(RoutingContext request) {
        var name = request.pathParam("name");
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            throw HttpError.refusal(
                            400,
                            "invalid_request",
                            "name: expected 1 to 64 lower-case letters, digits, - and _; neither anonymous nor lambda")
                    .withParam("name")
                    .asException();
        }
        return name;
    }

    /** Rejects unknown names in a grant: a misspelt name would lock the caller out. */
    private void check(Grant grant, RequestFields body) {
        var providers = directory.targets().stream().map(Target::provider).collect(Collectors.toSet());
        check(grant.routes(), directory.reach().routes().keySet(), "routes", body);
        check(grant.providers(), providers, "providers", body);
    }

    private static void check(Set<String> named, Collection<String> known, String field, RequestFields body) {
        if (!known.containsAll(named)) {
            throw body.wrong("expected of " + known.stream().sorted().toList(), field);
        }
    }

    private static String secret() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return "crb_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void write(RoutingContext request, Uni<ObjectNode> json) {
        json.onFailure()
                .transform(e -> HttpError.storeOutOfReach("the shared store is out of reach")
                        .asException())
                .subscribe()
                .with(
                        body -> request.response()
                                .putHeader("content-type", "application/json")
                                .putHeader("cache-control", "no-store")
                                .end(Json.write(body)),
                        request::fail);
    }
}
