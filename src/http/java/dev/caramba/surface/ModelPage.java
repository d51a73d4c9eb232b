package dev.caramba.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes models in the form that Anthropic's clients expect, page by page. They tell themselves by a header. */
public final class ModelPage {

    private static final String VERSION = "anthropic-version";
    private static final String PATH = "/v1/models";
    private static final Pattern NUMBER = Pattern.compile("0*[1-9]\\d{0,8}");

    /** Anthropic's value for a time that is not known. */
    private static final String UNKNOWN = "1970-01-01T00:00:00Z";

    private ModelPage() {}

    /** Returns whether the request asks for models in this form. */
    public static boolean isFor(RoutingContext request) {
        var path = request.normalizedPath();
        return request.request().headers().contains(VERSION) && (path.equals(PATH) || path.startsWith(PATH + "/"));
    }

    static ObjectNode model(String name) {
        return Json.object()
                .put("type", "model")
                .put("id", name)
                .put("display_name", name)
                .put("created_at", UNKNOWN);
    }

    /** Returns the page that the query asks for; all names where it sets no limit. */
    static ObjectNode of(RoutingContext request, List<String> names) {
        int limit = parameter(request, "limit")
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::valueOf)
                .orElse(Integer.MAX_VALUE);
        var before = parameter(request, "before_id").map(names::indexOf).filter(index -> index >= 0);
        int from =
                parameter(request, "after_id").map(id -> names.indexOf(id) + 1).orElse(0);
        int end = before.orElse(names.size());
        int start = before.isPresent() ? Math.max(from, end - Math.min(limit, end)) : Math.min(from, end);
        int stop = (int) Math.min(end, (long) start + limit);
        var page = names.subList(start, stop);
        var json = Json.object();
        var data = json.putArray("data");
        page.forEach(name -> data.add(model(name)));
        json.put("has_more", before.isPresent() ? start > from : stop < end);
        json.put("first_id", page.isEmpty() ? null : page.get(0));
        return json.put("last_id", page.isEmpty() ? null : page.get(page.size() - 1));
    }

    private static Optional<String> parameter(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst();
    }
}
