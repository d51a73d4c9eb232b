package dev.caramba.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.request.RequestFields;
import dev.caramba.request.RequestReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A valid batch: many prompts in one request.
 *
 * @param timeout how long the caller waits for all prompts; empty when the body does not say so
 */
record BatchRequest(List<Prompt> prompts, Optional<Duration> timeout) {

    private static final int LONGEST_ID = 255;

    /**
     * One prompt, not yet checked.
     *
     * @param place its position in the batch
     * @param id the caller's id for it, else its position
     */
    record Prompt(int place, String id, JsonNode body) {}

    /** @throws dev.caramba.generation.ProviderException when the body is no batch, whatever its prompts are */
    static BatchRequest read(ObjectNode body, int maxPrompts) {
        var fields = RequestFields.of(body);
        var items = fields.any("prompts").orElseThrow(() -> fields.missing("a list", "prompts"));
        if (!items.isArray() || items.isEmpty()) {
            throw fields.wrong("expected a list of at least one prompt", "prompts");
        }
        if (items.size() > maxPrompts) {
            throw fields.wrong("expected at most " + maxPrompts + " prompts", "prompts");
        }
        var prompts = new ArrayList<Prompt>(items.size());
        var ids = new HashSet<String>();
        for (var item : items) {
            int place = prompts.size();
            var id = id(fields, item, place);
            if (!ids.add(id)) {
                throw fields.wrong("is there twice: " + RequestFields.quoted(id), at(place));
            }
            prompts.add(new Prompt(place, id, item));
        }
        return new BatchRequest(List.copyOf(prompts), RequestReader.timeout(fields));
    }

    private static String id(RequestFields fields, JsonNode prompt, int place) {
        var id = prompt.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return String.valueOf(place);
        }
        if (!id.isTextual() || id.textValue().isBlank() || id.textValue().length() > LONGEST_ID) {
            throw fields.wrong("expected a string of 1 to " + LONGEST_ID + " characters", at(place));
        }
        return id.textValue();
    }

    private static String at(int place) {
        return "prompts[" + place + "].id";
    }
}
