package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.DurationFormat;
import dev.caramba.format.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A fixture with providers and routes under names of its own ({@code main} becomes {@code mainx12}, in {@code model}, paths
 * and variables too): many can be played to one Caramba, and no cooldown of one touches another.
 */
public final class SurfaceCase implements AutoCloseable {

    private static final Pattern ROUTE = Pattern.compile("CARAMBA_ROUTES_([A-Z0-9]+)_(.*)");
    private static final Pattern FIRST = Pattern.compile("(?i)^([a-z0-9]+)(%2f.*|$)");
    private static final Set<String> VERSIONED = Set.of("openai", "nvidia", "lmstudio", "openai-compatible");

    /** A fixture whose subject is time has limits of its own; for all others a busy machine has as much as it needs. */
    private static final Map<String, String> LIMITS =
            Map.of("connect_timeout", "30s", "first_token_timeout", "30s", "idle_timeout", "30s");

    /** Limits of a fixture's own, and its pauses with them, are so many times as long: less would be the machine's. */
    private static final int STRETCH = 4;

    private static final String LIMIT = "_timeout";

    private final SurfaceFixture fixture;
    private final int number;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final FixtureUpstream upstream;

    /** @param number which no other case has */
    public SurfaceCase(SurfaceFixture fixture, int number) {
        this.fixture = fixture;
        this.number = number;
        fixture.providers().properties().forEach(entry -> {
            keys.put(entry.getKey(), entry.getValue().path("api_key").asText("key-of-" + entry.getKey()));
            names.put(entry.getKey(), own(entry.getKey()));
        });
        variables().map(variable -> ROUTE.matcher(variable.getKey())).forEach(route -> {
            if (route.matches()) {
                var name = route.group(1).toLowerCase(Locale.ROOT);
                names.put(name, own(name));
            }
        });
        upstream = new FixtureUpstream(fixture.exchanges(), keys, isAboutTime(fixture) ? STRETCH : 1);
    }

    public String name() {
        return fixture.name();
    }

    /**
     * What all cases share that can be played to the same Caramba.
     *
     * @param several whether it makes several attempts: not where a fixture has one exchange
     * @param environment further variables; an empty one is taken away
     */
    public record Group(boolean several, Map<String, Optional<String>> environment) {}

    public Group group() {
        var environment = variables()
                .filter(variable -> !ROUTE.matcher(variable.getKey()).matches())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Optional.ofNullable(entry.getValue().textValue())));
        return new Group(fixture.exchanges().size() > 1, environment);
    }

    /** The variables of its providers and routes. */
    public Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        variables().forEach(variable -> {
            var route = ROUTE.matcher(variable.getKey());
            if (route.matches()) {
                settings.put(
                        "CARAMBA_ROUTES_" + upper(own(route.group(1))) + "_" + route.group(2),
                        renamedAll(variable.getValue().asText()));
            }
        });
        fixture.providers()
                .properties()
                .forEach(entry -> provider(entry.getKey(), entry.getValue())
                        .forEach((key, value) -> settings.put(
                                "CARAMBA_PROVIDERS_" + upper(own(entry.getKey())) + "_" + upper(key), value)));
        return settings;
    }

    /** Sends the request to this Caramba and compares all that is to be seen; the differences, none where it is right. */
    public List<String> play(String baseUrl) throws InterruptedException {
        var reply = request().send(baseUrl);
        var ids = new HashMap<String, String>();
        var found = new ArrayList<>(new ReplyRules(fixture.expect(), FixtureRules.forReplies(ids), keys.values(), names)
                .differences(reply));
        found.addAll(new AskedRules(fixture.exchanges(), FixtureRules.forRequests(ids)).differences(upstream.asked()));
        return found;
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** The request with the names of this case. */
    ClientRequest request() {
        var request = fixture.request();
        var headers = new LinkedHashMap<String, String>();
        request.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        return new ClientRequest(
                request.path("method").asText("POST"),
                renamedPath(request.path("path").asText()),
                headers,
                Optional.ofNullable(request.get("body"))
                        .filter(body -> !body.isNull())
                        .map(this::body));
    }

    private byte[] body(JsonNode body) {
        if (body.isTextual()) {
            return body.textValue().getBytes(StandardCharsets.UTF_8);
        }
        var renamed = body.deepCopy();
        if (renamed instanceof ObjectNode object) {
            if (object.has("model")) {
                object.set("model", renamed(object.get("model")));
            }
            var fallbacks = object.path("fallbacks");
            if (fallbacks.isArray()) {
                var all = Json.array();
                fallbacks.forEach(model -> all.add(renamed(model)));
                object.set("fallbacks", all);
            }
        }
        return Json.write(renamed).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> provider(String name, JsonNode entry) {
        var settings = new HashMap<>(LIMITS);
        settings.put("type", "openai-compatible");
        entry.properties().forEach(setting -> settings.put(setting.getKey(), stretched(setting)));
        settings.put("api_key", keys.get(name));
        settings.put("base_url", upstream.baseUrl(name) + (VERSIONED.contains(settings.get("type")) ? "/v1" : ""));
        return settings;
    }

    private static boolean isAboutTime(SurfaceFixture fixture) {
        return StreamSupport.stream(fixture.providers().spliterator(), false)
                .flatMap(entry -> entry.properties().stream())
                .anyMatch(setting -> setting.getKey().endsWith(LIMIT));
    }

    private static String stretched(Map.Entry<String, JsonNode> setting) {
        var value = setting.getValue().asText();
        return setting.getKey().endsWith(LIMIT)
                ? DurationFormat.read(value).orElseThrow().multipliedBy(STRETCH).toString()
                : value;
    }

    private Stream<Map.Entry<String, JsonNode>> variables() {
        return fixture.environment().properties().stream();
    }

    private String own(String name) {
        return name + "x" + number;
    }

    private JsonNode renamed(JsonNode model) {
        return model.isTextual() ? TextNode.valueOf(renamed(model.textValue())) : model;
    }

    private String renamed(String model) {
        int slash = model.indexOf('/');
        var first = slash < 0 ? model : model.substring(0, slash);
        return names.getOrDefault(first, first) + model.substring(first.length());
    }

    private String renamedAll(String models) {
        return Stream.of(models.split(","))
                .map(String::strip)
                .map(this::renamed)
                .collect(Collectors.joining(","));
    }

    private String renamedPath(String target) {
        int mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        return Stream.of(path.split("/", -1))
                        .map(part -> {
                            var first = FIRST.matcher(part);
                            return first.matches()
                                    ? names.getOrDefault(first.group(1), first.group(1)) + first.group(2)
                                    : part;
                        })
                        .collect(Collectors.joining("/"))
                + target.substring(path.length());
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
