package dev.caramba.played;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caramba.format.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule, where it is met and where it is not. */
class FixtureRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                                 | {"a":1,"b":2}                             | true
            {"a":1}                                 | {"b":1}                                   | false
            {"a":1}                                 | [1]                                       | false
            {"a":{"b":[{"c":1}]}}                   | {"a":{"b":[{"c":2}]}}                     | false
            [1,2]                                   | [1,2]                                     | true
            [1,2]                                   | [2,1]                                     | false
            [1]                                     | [1,2]                                     | false
            [1,2]                                   | [1]                                       | false
            1                                       | 1.0                                       | true
            10                                      | 1e1                                       | true
            1                                       | 2                                         | false
            1                                       | true                                      | false
            1                                       | "1"                                       | false
            null                                    | null                                      | true
            null                                    | 0                                         | false
            "a"                                     | "b"                                       | false
            "$5"                                    | "$5"                                      | true
            "$5"                                    | "$6"                                      | false
            {"a":"$any"}                            | {"a":null}                                | true
            {"a":"$any"}                            | {}                                        | false
            {"a":"$absent"}                         | {}                                        | true
            {"a":"$absent"}                         | {"a":null}                                | false
            {"a":"$absent"}                         | {"a":1}                                   | false
            "$string"                               | ""                                        | true
            "$string"                               | 1                                         | false
            {"a":"$string"}                         | {}                                        | false
            "$number"                               | 0.5                                       | true
            "$number"                               | "1"                                       | false
            "$number"                               | true                                      | false
            ["$id:a","$id:a","$id:b"]               | ["x","x","y"]                             | true
            ["$id:a","$id:a"]                       | ["x","y"]                                 | false
            ["$id:a","$id:b"]                       | ["x","x"]                                 | true
            "$id:a"                                 | ""                                        | false
            "$id:a"                                 | 1                                         | false
            {"$exact":{"a":[{"b":1}]}}              | {"a":[{"b":1}]}                           | true
            {"$exact":{"a":1}}                      | {"a":1,"b":2}                             | false
            {"$exact":{"a":[{"b":1}]}}              | {"a":[{"b":1,"c":2}]}                     | false
            {"$exact":{"a":{"b":{}}}}               | {"a":{"b":{"c":1}}}                       | false
            {"a":{"$contains":"mid"}}               | {"a":"amidst"}                            | true
            {"a":{"$contains":"mid"}}               | {"a":"among"}                             | false
            {"a":{"$contains":"1"}}                 | {"a":1}                                   | false
            {"arguments":"{\\"a\\": 1, \\"b\\":2}"} | {"arguments":"{\\"b\\":2.0,\\"a\\":1}"}   | true
            {"partial_json":"{ }"}                  | {"partial_json":"{}"}                     | true
            {"arguments":"{\\"a\\":1}"}             | {"arguments":"{\\"a\\":1,\\"b\\":2}"}     | false
            {"arguments":"{\\"a\\":"}               | {"arguments":"{\\"a\\": "}                | false
            {"arguments":"{}"}                      | {"arguments":{}}                          | false
            {"other":"{ }"}                         | {"other":"{}"}                            | false
            """)
    void compare_a_reply(String want, String got, boolean matches) {
        assertEquals(
                matches,
                differences(FixtureRules.forReplies(new HashMap<>()), want, got).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"content":"a"}                          | {"content":[{"type":"text","text":"a"}]}           | true
            {"content":[{"type":"text","text":"a"}]} | {"content":"a"}                                    | true
            {"system":"a"}                           | {"system":[{"type":"text","text":"a"}]}            | true
            {"content":"a"}                          | {"content":[{"type":"text","text":"b"}]}           | false
            {"content":"a"}                          | {"content":[{"type":"text","text":"a","c":1}]}     | false
            {"content":"a"}                          | {"content":[{"type":"other","text":"a"}]}          | false
            {"other":"a"}                            | {"other":[{"type":"text","text":"a"}]}             | false
            {"$exact":{"content":"a"}}               | {"content":[{"type":"text","text":"a"}]}           | false
            {"a":"$absent"}                          | {"a":null}                                         | true
            {"a":"$absent"}                          | {"a":0}                                            | false
            """)
    void compare_a_request_in_which_some_forms_mean_the_same(String want, String got, boolean matches) {
        assertEquals(
                matches,
                differences(FixtureRules.forRequests(new HashMap<>()), want, got)
                        .isEmpty());
    }

    @Test
    void take_a_text_part_for_its_text_in_requests_alone() {
        var differences = differences(
                FixtureRules.forReplies(new HashMap<>()),
                "{\"content\":\"a\"}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}");

        assertEquals(1, differences.size());
    }

    @Test
    void compare_a_body_as_text_where_text_is_wanted() {
        var rules = FixtureRules.forReplies(new HashMap<>());

        assertEquals(
                List.of(), rules.bodyDifferences(json("{\"$contains\":\"0.10,\"}"), "{\"a\":0.10,\"b\":1}", "body"));
        assertEquals(
                1,
                rules.bodyDifferences(json("{\"$contains\":\"0.1,\"}"), "{\"a\":0.10,\"b\":1}", "body")
                        .size());
        assertEquals(List.of(), rules.bodyDifferences(json("\"plain\""), "plain", "body"));
        assertEquals(
                1, rules.bodyDifferences(json("{\"a\":1}"), "no JSON", "body").size());
    }

    @Test
    void keep_a_name_from_one_comparison_to_the_next_but_not_from_one_that_failed() {
        var rules = FixtureRules.forReplies(new HashMap<>());

        assertEquals(
                1,
                rules.tried(json("{\"id\":\"$id:a\",\"b\":1}"), json("{\"id\":\"x\",\"b\":2}"), "data")
                        .size());
        assertEquals(List.of(), rules.tried(json("{\"id\":\"$id:a\"}"), json("{\"id\":\"y\"}"), "data"));
        assertEquals(
                1,
                rules.tried(json("{\"id\":\"$id:a\"}"), json("{\"id\":\"x\"}"), "data")
                        .size());
    }

    @Test
    void say_where_a_difference_is() {
        var rules = FixtureRules.forReplies(Map.of());

        assertEquals(
                List.of("body.a.1.b: wanted 1, is 2"),
                rules.differences(json("{\"a\":[0,{\"b\":1}]}"), json("{\"a\":[0,{\"b\":2}]}"), "body"));
        assertEquals(
                List.of("body: missing, wanted 1"), rules.differences(json("1"), MissingNode.getInstance(), "body"));
    }

    private static List<String> differences(FixtureRules rules, String want, String got) {
        return rules.differences(json(want), json(got), "body");
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
