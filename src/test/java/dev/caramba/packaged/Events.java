package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** CloudEvents as their SDK makes and reads them. */
final class Events {

    static final String SOURCE = "/acceptance";

    private Events() {}

    /** An event with JSON as its data. */
    static CloudEvent event(String type, String id, JsonNode data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(SOURCE))
                .withType(type)
                .withData("application/json", Json.write(data).getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** The request that brings the event, in this mode. */
    static HttpRequest request(String url, CloudEvent event, Encoding mode) {
        var request = HttpRequest.newBuilder(URI.create(url));
        var writer = HttpMessageFactory.createWriter(
                request::header, body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        if (mode == Encoding.STRUCTURED) {
            writer.writeStructured(event, JsonFormat.CONTENT_TYPE);
        } else {
            writer.writeBinary(event);
        }
        return request.build();
    }

    /** The event in an answer. */
    static CloudEvent of(HttpResponse<byte[]> answer) {
        return HttpMessageFactory.createReaderFromMultimap(answer.headers().map(), answer.body())
                .toEvent();
    }

    /** The event in a request. The SDK leaves the headers as they are, and the binding wants them decoded. */
    static CloudEvent of(Received request) {
        var headers = new HashMap<>(request.headers());
        headers.replaceAll((name, value) -> name.startsWith("ce-") ? decoded(value) : value);
        return HttpMessageFactory.createReader(headers, request.body()).toEvent();
    }

    private static String decoded(String header) {
        return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The event in a text, in structured mode. */
    static CloudEvent of(String json) {
        return EventFormatProvider.getInstance()
                .resolveFormat(JsonFormat.CONTENT_TYPE)
                .deserialize(json.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode data(CloudEvent event) {
        return Json.parse(new String(event.getData().toBytes(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    /** The id of the event, or message, that a result is of. */
    static String cause(CloudEvent result) {
        return String.valueOf(result.getExtension("causeid"));
    }
}
