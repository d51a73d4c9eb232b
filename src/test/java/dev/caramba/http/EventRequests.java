package dev.caramba.http;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.parsing.Parser;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** CloudEvents as HTTP requests: each has an id of its own. */
final class EventRequests {

    static final String STRUCTURED = "application/cloudevents+json";

    private EventRequests() {}

    /** An event of this type in binary mode, with a JSON body to come. */
    static RequestSpecification binary(String type) {
        return given().headers("ce-id", UUID.randomUUID(), "ce-source", "/s", "ce-specversion", "1.0", "ce-type", type)
                .contentType("application/json");
    }

    /** What comes of an event in structured mode; single quotes stand for double ones, and its id is replaced. */
    static ValidatableResponse structured(String event, String path) {
        return given().config(asText(STRUCTURED))
                .contentType(STRUCTURED)
                .body(event.replace("'id':'1'", "'id':'" + UUID.randomUUID() + "'")
                        .replace('\'', '"'))
                .post(path)
                .then()
                .parser(STRUCTURED, Parser.JSON);
    }

    static RestAssuredConfig asText(String type) {
        return RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(type, ContentType.TEXT));
    }
}
