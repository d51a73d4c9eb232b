package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Vectors as OpenAI makes them, in both encodings. */
final class SdkVectors {

    private SdkVectors() {}

    /** The vector of an input is its number in the request, 0.1 and -0.0025. */
    static Script of(JsonNode body, boolean base64) {
        var answer = Json.object().put("object", "list").put("model", "model-1");
        var data = answer.putArray("data");
        int count = body.path("input").isTextual() ? 1 : body.path("input").size();
        for (int i = 0; i < count; i++) {
            var item = data.addObject().put("object", "embedding").put("index", i);
            if (base64) {
                var values = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                values.putFloat(i).putFloat(0.1f).putFloat(-0.0025f);
                item.put("embedding", Base64.getEncoder().encodeToString(values.array()));
            } else {
                item.putArray("embedding").add(i).add(0.1).add(-0.0025);
            }
        }
        answer.putObject("usage").put("prompt_tokens", 6).put("total_tokens", 6);
        return Script.json(200, answer);
    }
}
