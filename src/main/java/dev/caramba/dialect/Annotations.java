package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the sources that other wire formats cite as annotations of Chat Completions. */
public final class Annotations {

    private Annotations() {}

    /**
     * Returns the event for a citation of a page or a document.
     *
     * @param start where the cited text begins in the answer, in characters
     * @param end where it ends
     */
    public static Event citation(OptionalLong start, OptionalLong end, String url, Optional<String> title) {
        var delta = Json.object();
        var citation = delta.putArray("annotations")
                .addObject()
                .put("type", "url_citation")
                .putObject("url_citation");
        start.ifPresent(position -> citation.put("start_index", position));
        end.ifPresent(position -> citation.put("end_index", position));
        citation.put("url", url);
        title.ifPresent(text -> citation.put("title", text));
        return new Event.Other(true, new Original(WireFormat.CHAT, piece(delta)));
    }

    private static ObjectNode piece(ObjectNode delta) {
        var json = Json.object();
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return json;
    }
}
