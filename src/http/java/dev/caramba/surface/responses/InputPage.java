package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which items of a conversation a caller wants to see.
 *
 * @param limit the most items of the page
 * @param descending whether the last item comes first
 * @param after the id of the item before the page
 */
record InputPage(int limit, boolean descending, Optional<String> after) {

    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d?|100");
    private static final String USUAL_LIMIT = "20";

    /** @throws dev.caramba.error.HttpErrorException with status 400 when a parameter is not valid */
    static InputPage of(RoutingContext request) {
        var limit = parameter(request, "limit").orElse(USUAL_LIMIT);
        if (!LIMIT.matcher(limit).matches()) {
            throw refused("limit", "expected a whole number from 1 to 100");
        }
        var order = parameter(request, "order").orElse("desc");
        if (!order.equals("asc") && !order.equals("desc")) {
            throw refused("order", "expected asc or desc");
        }
        return new InputPage(Integer.parseInt(limit), order.equals("desc"), parameter(request, "after"));
    }

    /**
     * Returns the page of what this response answered.
     *
     * @throws dev.caramba.error.HttpErrorException with status 400 when the item before the page is none of it
     */
    ObjectNode list(KeptResponse response) {
        var items = new ArrayList<>(response.input());
        if (descending) {
            Collections.reverse(items);
        }
        int from = after.map(id -> items.stream().map(KeptItem::id).toList().indexOf(id) + 1)
                .orElse(0);
        if (after.isPresent() && from == 0) {
            throw refused("after", "there is no such item");
        }
        int to = Math.min(items.size(), from + limit);
        var json = Json.object().put("object", "list");
        var data = json.putArray("data");
        items.subList(from, to).forEach(item -> data.add(item.shown()));
        json.set("first_id", data.path(0).get("id"));
        json.set("last_id", data.path(data.size() - 1).get("id"));
        return json.put("has_more", to < items.size());
    }

    private static Optional<String> parameter(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst();
    }

    private static RuntimeException refused(String name, String message) {
        return HttpError.refusal(400, "invalid_request", name + ": " + message)
                .withParam(name)
                .asException();
    }
}
