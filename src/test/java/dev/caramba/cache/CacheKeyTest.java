package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Reasoning;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.Target;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.request.EmbeddingReader;
import dev.caramba.request.RequestReader;
import dev.caramba.testing.Slow;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that ask the same have the same key, and no others. */
class CacheKeyTest {

    private static final List<Target> TARGETS = List.of(new Target("openai", "gpt-4o-mini"));

    private static final Optional<ObjectNode> MARK = Optional.of(object("{\"type\":\"ephemeral\"}"));

    /** These say the same as the others, but for fields that are asked about in a test of their own. */
    private static final Set<String> OF_ORIGINALS = Set.of("unread", "original", "embedding");

    /** Every field of everything in it is set. */
    private static final GenerationParams FULL = new GenerationParams(
            Optional.of("fast"),
            List.of("openai/gpt-4o"),
            List.of(
                    new Message.System(new Content.Plain("Be brief.")),
                    new Message.User(new Content.Parts(List.of(
                            new Content.Part.Text("What is this?", MARK),
                            new Content.Part.InlineImage("image/png", "aGk=", Optional.of("low"), MARK),
                            new Content.Part.ImageUrl("https://example.com/a.png", Optional.of("high"), MARK),
                            new Content.Part.Document(
                                    new Content.Source.Inline("application/pdf", "aGk="), Optional.of("a.pdf"), MARK),
                            new Content.Part.Document(new Content.Source.FileId("f1"), Optional.of("b"), MARK),
                            new Content.Part.Audio("wav", "aGk="),
                            new Content.Part.Video(new Content.Source.Address("https://example.com/v.mp4")),
                            new Content.Part.Unknown("novel")))),
                    new Message.Assistant(
                            Optional.of(new Content.Plain("Let me look.")),
                            List.of(new FunctionCall(
                                    "c1", "look", "{\"at\":1}", Optional.of(object("{\"g\":1}")), false)),
                            List.of(new Reasoning(
                                    "Hm.",
                                    Optional.of(new Seal("f", Optional.of("s"), Optional.of("d"))),
                                    "reasoning_details")),
                            MARK),
                    new Message.ToolResult("c1", Optional.of("look"), new Content.Plain("a boat"))),
            List.of(new Tool(
                    "look",
                    Optional.of("Looks."),
                    Optional.of(object("{\"type\":\"object\"}")),
                    Optional.of(true),
                    MARK,
                    false,
                    Optional.of(object("{\"type\":\"text\"}")))),
            Optional.of(new ToolChoice(ToolChoice.Mode.FUNCTION, Optional.of("look"), List.of("look"))),
            Optional.of(new ResponseFormat.JsonSchema(
                    "answer", Optional.of("An answer."), object("{\"type\":\"object\"}"), Optional.of(false))),
            new Sampling(
                    Optional.of(new BigDecimal("0.7")),
                    Optional.of(new BigDecimal("0.9")),
                    Optional.of(BigInteger.TEN),
                    List.of("END"),
                    Optional.of(BigInteger.TWO)),
            Map.of("logit_bias", object("{\"1\":2}")),
            false,
            false);

    /** Of whatever is added to a request it is asked here whether it shapes the answer. */
    @TestFactory
    Stream<DynamicTest> everything_in_a_request_shapes_the_key_but_whether_it_is_streamed() {
        return changes(FULL, "params")
                .filter(change -> !change.path.equals("params.stream"))
                .map(change -> DynamicTest.dynamicTest(
                        change.path + ": " + change.how,
                        () -> assertNotEquals(key(FULL), key((GenerationParams) change.changed))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'messages':[{'role':'user','content':'Hi','name':'x'}]}",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi','novel':1}]}]}",
                "{'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'novel','size':1}]}",
                "{'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'novel','x':1}}",
            })
    void what_only_the_original_holds_shapes_the_key(String body) {
        assertNotEquals(key(chat("{'messages':[{'role':'user','content':'Hi'}]}")), key(chat(body)));
        assertEquals(key(chat(body)), key(chat(body.replace(",", " , "))));
    }

    private static GenerationParams chat(String body) {
        var text = body.replace('\'', '"');
        return RequestReader.chat(object(text), text).params();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'input':['b','a']}",
                "{'input':['a']}",
                "{'input':['ab']}",
                "{'input':[[1],[2]]}",
                "{'dimensions':3}",
                "{'input_type':'query'}",
                "{'truncate':'END'}",
                "{'model':'other'}"
            })
    void what_makes_other_vectors_shapes_the_key(String change) {
        assertNotEquals(key(vectors("{}")), key(vectors(change)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'encoding_format':'base64'}", "{'user':'u'}", "{'stream':true}", "{'timeoutMs':7}"})
    void what_makes_no_other_vectors_does_not_shape_the_key(String change) {
        assertEquals(key(vectors("{}")), key(vectors(change)));
    }

    private static GenerationParams vectors(String change) {
        var body = object("{\"model\":\"fast\",\"input\":[\"a\",\"b\"]}");
        body.setAll(object(change.replace('\'', '"')));
        return EmbeddingReader.read(body, Json.write(body)).params();
    }

    @Test
    void a_stream_and_a_whole_answer_are_one() {
        assertEquals(key(FULL), key(FULL.withStream(true)));
    }

    @Test
    void no_model_means_auto() {
        var none = GenerationParams.of(FULL.messages());

        assertEquals(key(none), key(none.withModel("auto")));
        assertNotEquals(key(none), key(none.withModel("openai")));
    }

    @Test
    void numbers_of_the_sampling_are_the_same_however_they_are_written() {
        assertEquals(key(warm("0.7")), key(warm("0.700")));
        assertEquals(key(warm("1")), key(warm("1.0")));
        assertNotEquals(key(warm("0.7")), key(warm("0.71")));
        assertEquals(key(warm("1e999999999")), key(warm("1e999999999")));
    }

    @Test
    void targets_that_a_model_means_shape_the_key() {
        var others = List.of(new Target("openai", "gpt-4o"));

        assertNotEquals(
                CacheKey.of(context(Caller.named("a"), Caching.UNSAID), FULL, TARGETS, false),
                CacheKey.of(context(Caller.named("a"), Caching.UNSAID), FULL, others, false));
    }

    @Test
    void callers_share_answers_only_where_that_is_wanted() {
        var mine = context(Caller.named("a"), Caching.UNSAID);
        var yours = context(Caller.named("b"), Caching.UNSAID);

        assertNotEquals(CacheKey.of(mine, FULL, TARGETS, false), CacheKey.of(yours, FULL, TARGETS, false));
        assertEquals(CacheKey.of(mine, FULL, TARGETS, true), CacheKey.of(yours, FULL, TARGETS, true));
        assertNotEquals(CacheKey.of(mine, FULL, TARGETS, true), CacheKey.of(mine, FULL, TARGETS, false));
    }

    @Test
    void what_a_caller_may_ask_for_shapes_the_key_even_where_answers_are_shared() {
        var free = context(new Caller("a", Grant.ALL), Caching.UNSAID);
        var plain = context(new Caller("b", Grant.CALL), Caching.UNSAID);

        assertEquals(CacheKey.of(free, FULL, TARGETS, true), CacheKey.of(plain, FULL, TARGETS, true));
        for (var bound : List.of(
                grant(Set.of("fast"), Set.of(), Set.of()),
                grant(Set.of(), Set.of("fast"), Set.of()),
                grant(Set.of(), Set.of(), Set.of("fast")))) {
            assertNotEquals(
                    CacheKey.of(free, FULL, TARGETS, true),
                    CacheKey.of(context(new Caller("a", bound), Caching.UNSAID), FULL, TARGETS, true));
        }
    }

    @Test
    void the_requests_own_key_shapes_the_key_and_nothing_else_of_its_wishes_does() {
        var plain = context(Caller.named("a"), Caching.UNSAID);
        var named = context(
                Caller.named("a"), new Caching(Optional.empty(), Optional.of("k"), Optional.empty(), true, true));
        var hurried = context(
                Caller.named("a"),
                new Caching(
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1)),
                        false,
                        true));

        assertNotEquals(CacheKey.of(plain, FULL, TARGETS, false), CacheKey.of(named, FULL, TARGETS, false));
        assertEquals(CacheKey.of(plain, FULL, TARGETS, false), CacheKey.of(hurried, FULL, TARGETS, false));
    }

    @Slow
    @Property(tries = 300)
    void the_order_of_fields_does_not_count(@ForAll("trees") JsonNode tree) {
        assertEquals(key(with(tree)), key(with(reversed(tree))));
    }

    @Slow
    @Property(tries = 300)
    void different_requests_have_different_keys(
            @ForAll("requests") GenerationParams one, @ForAll("requests") GenerationParams other) {
        assertEquals(one.equals(other), key(one).equals(key(other)), () -> one + "\n" + other);
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        var names = Arbitraries.of("a", "b", "c", "\u00e9", "a\"b");
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.integers().between(-3, 3).map(i -> Json.object().numberNode(i)),
                Arbitraries.strings().ofMaxLength(3).map(text ->
                        (JsonNode) Json.object().textNode(text)),
                Arbitraries.of(true, false).map(flag -> (JsonNode) Json.object().booleanNode(flag)));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(items ->
                                (JsonNode) Json.array().addAll(items)),
                        Arbitraries.maps(names, inner)
                                .ofMaxSize(4)
                                .map(fields -> Json.object().setAll(fields))),
                1,
                3);
    }

    /** Few words, so that many are alike but for where the words stand. */
    @Provide
    Arbitrary<GenerationParams> requests() {
        var words = Arbitraries.of("a", "b", "ab", "");
        Arbitrary<Content> contents = Arbitraries.oneOf(
                words.map(Content.Plain::new),
                words.list()
                        .ofMaxSize(2)
                        .map(texts -> new Content.Parts(texts.stream()
                                .map(text -> (Content.Part) new Content.Part.Text(text))
                                .toList())));
        Arbitrary<Message> messages = Arbitraries.oneOf(
                contents.map(content -> (Message) new Message.System(content)),
                contents.map(content -> (Message) new Message.User(content)),
                contents.map(content -> (Message) new Message.Assistant(Optional.of(content), List.of())),
                words.map(word ->
                        (Message) new Message.Assistant(Optional.empty(), List.of(new FunctionCall(word, word, word)))),
                words.flatMap(
                        id -> contents.map(content -> (Message) new Message.ToolResult(id, Optional.of(id), content))));
        Arbitrary<List<Message>> histories = messages.list().ofMinSize(1).ofMaxSize(2);
        Arbitrary<List<String>> lists = words.list().ofMaxSize(2);
        return histories.flatMap(history -> lists.flatMap(fallbacks -> lists.flatMap(stops -> words.optional()
                .map(tool -> new GenerationParams(
                        Optional.of("m"),
                        fallbacks,
                        history,
                        tool.map(name -> new Tool(name, Optional.empty(), Optional.empty(), Optional.empty())).stream()
                                .toList(),
                        Optional.empty(),
                        Optional.empty(),
                        new Sampling(Optional.empty(), Optional.empty(), Optional.empty(), stops, Optional.empty()),
                        Map.of(),
                        false,
                        false)))));
    }

    private static GenerationParams with(JsonNode tree) {
        return new GenerationParams(
                FULL.model(),
                FULL.fallbacks(),
                FULL.messages(),
                List.of(new Tool("t", Optional.empty(), Optional.of(object("{}").set("x", tree)), Optional.empty())),
                FULL.toolChoice(),
                Optional.of(new ResponseFormat.JsonSchema(
                        "s", Optional.empty(), object("{}").set("x", tree), Optional.empty())),
                FULL.sampling(),
                reversed(Map.of("x", tree, "y", tree)),
                false,
                false);
    }

    private static Map<String, JsonNode> reversed(Map<String, JsonNode> fields) {
        var names = new ArrayList<>(fields.keySet());
        Collections.reverse(names);
        var others = new LinkedHashMap<String, JsonNode>();
        names.forEach(name -> others.put(name, fields.get(name)));
        return others;
    }

    private static JsonNode reversed(JsonNode tree) {
        if (tree.isArray()) {
            var items = Json.array();
            tree.forEach(item -> items.add(reversed(item)));
            return items;
        }
        if (!tree.isObject()) {
            return tree;
        }
        var fields = new LinkedHashMap<String, JsonNode>();
        tree.properties().forEach(field -> fields.put(field.getKey(), reversed(field.getValue())));
        return Json.object().setAll(reversed(fields));
    }

    private static GenerationParams warm(String temperature) {
        return new GenerationParams(
                FULL.model(),
                List.of(),
                FULL.messages(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Sampling(
                        Optional.of(new BigDecimal(temperature)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()),
                Map.of(),
                false,
                false);
    }

    private static Grant grant(Set<String> routes, Set<String> providers, Set<String> models) {
        return new Grant(false, routes, providers, models, Quota.UNLIMITED, Budget.UNLIMITED);
    }

    private static CacheKey key(GenerationParams params) {
        return CacheKey.of(context(Caller.named("a"), Caching.UNSAID), params, TARGETS, false);
    }

    private static CallContext context(Caller caller, Caching caching) {
        return new CallContext("r1", caller, new Deadline(Instant.MAX, false), new CallTrail(), 1, caching);
    }

    private static ObjectNode object(String json) {
        return Json.object(json).orElseThrow();
    }

    private record Change(String path, String how, Object changed) {}

    /** The value with one thing in it changed, for everything in it: found by the components of the records. */
    private static Stream<Change> changes(Object value, String path) {
        if (value instanceof Optional<?> optional) {
            return Stream.concat(
                    Stream.of(new Change(path, "left out", Optional.empty())),
                    changes(optional.orElseThrow(), path)
                            .map(change -> new Change(change.path, change.how, Optional.of(change.changed))));
        }
        if (value instanceof List<?> list) {
            return Stream.concat(
                    Stream.of(new Change(path, "one more", plus(list, list.get(0)))),
                    Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                            .flatMap(i -> changes(list.get(i), path + "[" + i + "]")
                                    .map(change -> new Change(change.path, change.how, set(list, i, change.changed)))));
        }
        if (value instanceof Map<?, ?> map) {
            var more = new HashMap<Object, Object>(map);
            more.put("more", Json.object());
            return Stream.of(new Change(path, "left out", Map.of()), new Change(path, "one more", more));
        }
        if (value instanceof Record parts) {
            return Arrays.stream(parts.getClass().getRecordComponents())
                    .filter(component -> !OF_ORIGINALS.contains(component.getName()))
                    .flatMap(component -> changes(value(parts, component), path + "." + component.getName())
                            .map(change ->
                                    new Change(change.path, change.how, with(parts, component, change.changed))));
        }
        return Stream.of(new Change(path, "another", another(value)));
    }

    private static Object another(Object value) {
        if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Boolean flag) {
            return !flag;
        } else if (value instanceof BigDecimal number) {
            return number.add(BigDecimal.ONE);
        } else if (value instanceof BigInteger number) {
            return number.add(BigInteger.ONE);
        } else if (value instanceof ToolChoice.Mode) {
            return ToolChoice.Mode.AUTO;
        } else if (value instanceof ObjectNode json) {
            return json.deepCopy().put("more", 1);
        }
        throw new AssertionError("what is another " + value.getClass() + "?");
    }

    private static List<Object> plus(List<?> list, Object item) {
        var more = new ArrayList<Object>(list);
        more.add(item);
        return more;
    }

    private static List<Object> set(List<?> list, int i, Object item) {
        var others = new ArrayList<Object>(list);
        others.set(i, item);
        return others;
    }

    private static Object value(Record parts, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(parts);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Record with(Record parts, RecordComponent changed, Object value) {
        var components = parts.getClass().getRecordComponents();
        try {
            Constructor<? extends Record> constructor = parts.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> component.getName().equals(changed.getName()) ? value : value(parts, component))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
