package dev.caramba.deploy;

import static dev.caramba.deploy.LambdaTemplate.functions;
import static dev.caramba.deploy.LambdaTemplate.resources;
import static dev.caramba.deploy.LambdaTemplate.strings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What functions of the template for AWS Lambda may do, and who hears of them. */
class LambdaTemplateRightsTest {

    @Test
    void functions_may_do_what_they_do_and_no_more() {
        var withAll = Map.of("SubnetIds", "s", "SecurityGroupIds", "g", "XRay", "yes", "ResultQueue", "yes");

        assertFalse(statements(Map.of())
                .anyMatch(statement -> statement.path("Resource").asText().equals("*")));
        statements(withAll)
                .filter(statement -> statement.path("Resource").asText().equals("*"))
                .flatMap(statement -> strings(statement.path("Action")).stream())
                .forEach(action -> assertTrue(action.matches("ec2:.*|xray:.*"), action));
        statements(withAll)
                .flatMap(statement -> Stream.of(statement.path("Action")))
                .forEach(action -> assertFalse(action.toString().contains("*"), action::toString));
        functions(Map.of()).forEach((name, function) -> {
            assertTrue(function.has("Role"), name);
            assertEquals(
                    name.equals("BatchFunction"), function.path("Role").asText().endsWith("/QueueRole"), name);
        });
    }

    @Test
    void functions_are_logged_and_their_alarms_reach_the_topic() {
        var topic = "arn:aws:sns:eu-central-1:123456789012:alarms";
        var alarms = resources(Map.of("AlarmTopicArn", topic)).entrySet().stream()
                .filter(resource -> resource.getKey().endsWith("Alarm"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, resource -> resource.getValue().path("Properties")));

        functions(Map.of()).forEach((name, function) -> {
            assertTrue(function.path("LoggingConfig").has("LogGroup"), name);
            for (var alarm : List.of("ErrorsAlarm", "ThrottlesAlarm")) {
                assertTrue(alarms.get(alarm).toString().contains(":" + name + "\""), alarm + " of " + name);
            }
        });
        assertEquals(
                Set.of("ErrorsAlarm", "ThrottlesAlarm", "DurationAlarm", "DeadLettersAlarm", "QueueAgeAlarm"),
                alarms.keySet());
        alarms.forEach((name, alarm) ->
                assertEquals("[\"" + topic + "\"]", alarm.path("AlarmActions").toString(), name));
    }

    /** What is allowed to roles. */
    private static Stream<JsonNode> statements(Map<String, String> parameters) {
        return resources(parameters).values().stream()
                .flatMap(resource -> resource.findValues("PolicyDocument").stream())
                .flatMap(document ->
                        StreamSupport.stream(document.path("Statement").spliterator(), false));
    }
}
