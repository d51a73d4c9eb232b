package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.http.JsonBody;
import dev.caramba.request.RequestFields;
import dev.caramba.response.FoundResponses;
import dev.caramba.response.ResponseStore;
import dev.caramba.response.StoredResponse;
import dev.caramba.response.WantedResponses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The responses that callers may come back to. Each belongs to its caller; another one's is as unknown as none. All
 * that is returned here is emitted on the context on which it was asked for.
 */
@Singleton
final class KeptResponses {

    private static final Logger LOG = Logger.getLogger(KeptResponses.class);

    /** The longest id that anything is kept under. */
    private static final int LONGEST_ID = 256;

    /** A record of this size, in bytes, is read on a worker thread; it may be ten times as long when unpacked. */
    private static final int LARGE_RECORD = 32 << 10;

    /** A conversation of this length, in characters, is written on a worker thread. */
    private static final int LARGE_CONVERSATION = 128 << 10;

    private final ResponseStore store;
    private final Vertx vertx;

    KeptResponses(ResponseStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
    }

    /** Returns the response of this id. */
    Uni<Optional<KeptResponse>> find(String owner, String id) {
        return isKnowable(id)
                ? ask(WantedResponses.one(owner, id)).map(found -> Optional.ofNullable(found.responses.get(id)))
                : Uni.createFrom().item(Optional.empty());
    }

    /** Removes the response of this id; false when there is none. */
    Uni<Boolean> delete(String owner, String id) {
        return isKnowable(id)
                ? here(store.delete(owner, id)).onFailure().transform(KeptResponses::outOfReach)
                : Uni.createFrom().item(false);
    }

    /**
     * Returns what a request says, with what it refers to. Fails with an {@link dev.caramba.error.HttpErrorException}
     * when that is not kept. A request that refers to nothing costs nothing.
     */
    Uni<Conversation> conversation(String owner, JsonBody body) {
        var previous = RequestFields.of(body.json()).text(Conversation.PREVIOUS);
        var items = references(body.json());
        var wanted = new WantedResponses(owner, previous, items);
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(() -> Conversation.begun(body));
        }
        if (!Stream.concat(previous.stream(), items.stream()).allMatch(KeptResponses::isKnowable)) {
            return Uni.createFrom().item(() -> resolved(body, wanted, Found.NOTHING));
        }
        return ask(wanted).map(found -> resolved(body, wanted, found));
    }

    private static Set<String> references(ObjectNode body) {
        var ids = new HashSet<String>();
        for (var item : body.path("input")) {
            if (item.path("type").asText().equals(Conversation.REFERENCE)) {
                Optional.of(item.path("id")).filter(JsonNode::isTextual).ifPresent(id -> ids.add(id.textValue()));
            }
        }
        return ids;
    }

    private static Conversation resolved(JsonBody body, WantedResponses wanted, Found found) {
        var earlier = wanted.response()
                .map(id -> Optional.ofNullable(found.responses.get(id))
                        .map(KeptResponse::conversation)
                        .orElseThrow(() -> unknownPrevious(id)))
                .orElse(List.of());
        var referenced = new HashMap<String, KeptItem>();
        wanted.items().forEach(id -> referenced.put(id, found.item(id).orElseThrow(() -> unknownItem(id))));
        return new Conversation(body, earlier, referenced);
    }

    private static RuntimeException unknownPrevious(String id) {
        return HttpError.refusal(
                        400, "previous_response_not_found", "Previous response with id '" + id + "' not found.")
                .withParam(Conversation.PREVIOUS)
                .asException();
    }

    private static RuntimeException unknownItem(String id) {
        return HttpError.refusal(404, "invalid_request", "Item with id '" + id + "' not found.")
                .withParam("input")
                .asException();
    }

    /** Keeps a response. It never fails, since the caller gets the response whether or not it can be kept. */
    Uni<Void> keep(String owner, Conversation conversation, ObjectNode response) {
        var id = response.path("id").asText();
        if (id.isEmpty() || !isKnowable(id)) {
            return Uni.createFrom().voidItem();
        }
        var stored = work(conversation.length() > LARGE_CONVERSATION, () -> stored(owner, conversation, response));
        return here(stored.flatMap(store::save))
                .onFailure()
                .invoke(e -> LOG.warnf("a response cannot be kept: %s", e))
                .onFailure()
                .recoverWithItem((Void) null);
    }

    private static StoredResponse stored(String owner, Conversation conversation, ObjectNode response) {
        var kept = conversation.answeredBy(response);
        var items = new HashSet<String>();
        Stream.concat(conversation.added(kept.id()).stream(), kept.output().stream())
                .map(KeptItem::id)
                .filter(KeptResponses::isKnowable)
                .forEach(items::add);
        return new StoredResponse(owner, kept.id(), items, kept.bytes());
    }

    private record Found(Map<String, KeptResponse> responses, Map<String, String> places) {

        static final Found NOTHING = new Found(Map.of(), Map.of());

        Optional<KeptItem> item(String id) {
            return Optional.ofNullable(places.get(id))
                    .flatMap(place -> Optional.ofNullable(responses.get(place)))
                    .flatMap(response -> response.conversation().stream()
                            .filter(item -> item.id().equals(id))
                            .findFirst());
        }
    }

    private Uni<Found> ask(WantedResponses wanted) {
        return here(store.find(wanted)
                .onFailure()
                .transform(KeptResponses::outOfReach)
                .flatMap(found -> work(isLarge(found), () -> read(found))));
    }

    private static boolean isLarge(FoundResponses found) {
        return found.records().values().stream()
                        .mapToLong(bytes -> bytes.length)
                        .sum()
                > LARGE_RECORD;
    }

    private static Found read(FoundResponses found) {
        var responses = new HashMap<String, KeptResponse>();
        found.records()
                .forEach((id, bytes) -> KeptResponse.read(bytes).ifPresent(response -> responses.put(id, response)));
        return new Found(responses, found.places());
    }

    private static Throwable outOfReach(Throwable e) {
        LOG.debug("responses cannot be read from the store", e);
        return HttpError.storeOutOfReach("The shared store, which knows the response, is out of reach.")
                .asException();
    }

    private static boolean isKnowable(String id) {
        return id.length() <= LONGEST_ID;
    }

    private <T> Uni<T> work(boolean large, Supplier<T> task) {
        return large
                ? Uni.createFrom()
                        .completionStage(
                                () -> vertx.executeBlocking(task::get, false).toCompletionStage())
                : Uni.createFrom().item(task);
    }

    private <T> Uni<T> here(Uni<T> uni) {
        var context = vertx.getOrCreateContext();
        return uni.emitOn(task -> context.runOnContext(now -> task.run()));
    }
}
