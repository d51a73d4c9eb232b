package dev.caramba.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.format.Json;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Quota;
import dev.caramba.request.RequestFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads and writes access keys as JSON, for the store, requests and responses. */
public final class KeyJson {

    private static final Set<String> GRANT = Set.of(
            "admin",
            "routes",
            "providers",
            "models",
            "requestsPerMinute",
            "requestsPerDay",
            "tokensPerMinute",
            "tokensPerDay",
            "maxInFlight",
            "budgetPerDay",
            "budgetPerMonth",
            "expires");
    private static final String SHA256 = "sha256";
    private static final Granted NOTHING = new Granted(Grant.CALL, Optional.empty());

    private KeyJson() {}

    /**
     * Reads the key of this name from a request.
     *
     * @param defaultSha256 the SHA-256 for a request that has none
     * @throws ProviderException when the request is not valid
     */
    public static SharedKey asked(String name, ObjectNode body, String defaultSha256) {
        var fields = RequestFields.of(body);
        body.fieldNames().forEachRemaining(field -> {
            if (!GRANT.contains(field) && !field.equals(SHA256)) {
                throw fields.wrong("is not known", field);
            }
        });
        var sha256 = fields.text(SHA256).orElse(defaultSha256);
        if (!AccessKeys.isSha256(sha256)) {
            throw fields.wrong("expected the SHA-256 of the key, 64 hexadecimal digits", SHA256);
        }
        return new SharedKey(name, Optional.of(sha256), granted(fields));
    }

    /** Writes a grant for a response, without the hash. */
    public static ObjectNode shown(String name, Granted granted) {
        var json = Json.object().put("name", name);
        write(json, granted);
        return json;
    }

    static ObjectNode kept(SharedKey key) {
        var json = Json.object();
        key.sha256().ifPresent(sha256 -> json.put(SHA256, sha256));
        write(json, key.granted());
        return json;
    }

    /** Reads a stored key. An unreadable one counts as revoked: something else wrote it, so nobody may use it. */
    static SharedKey read(String name, String text) {
        try {
            return Json.object(text)
                    .map(RequestFields::of)
                    .map(fields ->
                            new SharedKey(name, fields.text(SHA256).filter(AccessKeys::isSha256), granted(fields)))
                    .orElse(new SharedKey(name, Optional.empty(), NOTHING));
        } catch (ProviderException e) {
            return new SharedKey(name, Optional.empty(), NOTHING);
        }
    }

    private static Granted granted(RequestFields fields) {
        var inFlight = limit(fields, "maxInFlight", Integer.MAX_VALUE);
        var quota = new Quota(
                limit(fields, "requestsPerMinute", Long.MAX_VALUE),
                limit(fields, "requestsPerDay", Long.MAX_VALUE),
                limit(fields, "tokensPerMinute", Long.MAX_VALUE),
                limit(fields, "tokensPerDay", Long.MAX_VALUE),
                inFlight.isPresent() ? OptionalInt.of((int) inFlight.getAsLong()) : OptionalInt.empty());
        var grant = new Grant(
                fields.flag("admin").orElse(false),
                Set.copyOf(fields.texts("routes")),
                Set.copyOf(fields.texts("providers")),
                Set.copyOf(fields.texts("models")),
                quota,
                new Budget(amount(fields, "budgetPerDay"), amount(fields, "budgetPerMonth")));
        return new Granted(grant, fields.text("expires").map(text -> instant(fields, text)));
    }

    /** Returns a whole number, small enough for Redis to compare counts with it. */
    private static OptionalLong limit(RequestFields fields, String name, long most) {
        var bound = Math.min(most, 1_000_000_000_000L);
        var number = fields.integer(name);
        if (number.isPresent()
                && (number.get().signum() <= 0
                        || number.get().bitLength() > Long.SIZE - 1
                        || number.get().longValue() > bound)) {
            throw fields.wrong("expected a whole number from 1 to " + bound, name);
        }
        return number.map(value -> OptionalLong.of(value.longValue())).orElseGet(OptionalLong::empty);
    }

    private static Optional<BigDecimal> amount(RequestFields fields, String name) {
        var amount = fields.number(name);
        if (amount.filter(value -> value.signum() < 0).isPresent()) {
            throw fields.wrong("expected US dollars", name);
        }
        return amount;
    }

    private static Instant instant(RequestFields fields, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw fields.wrong("expected an instant such as 2027-01-31T12:00:00Z", "expires");
        }
    }

    private static void write(ObjectNode json, Granted granted) {
        var grant = granted.grant();
        var quota = grant.quota();
        json.put("admin", grant.admin());
        list(json, "routes", grant.routes());
        list(json, "providers", grant.providers());
        list(json, "models", grant.models());
        quota.requestsPerMinute().ifPresent(limit -> json.put("requestsPerMinute", limit));
        quota.requestsPerDay().ifPresent(limit -> json.put("requestsPerDay", limit));
        quota.tokensPerMinute().ifPresent(limit -> json.put("tokensPerMinute", limit));
        quota.tokensPerDay().ifPresent(limit -> json.put("tokensPerDay", limit));
        quota.maxInFlight().ifPresent(limit -> json.put("maxInFlight", limit));
        grant.budget().daily().ifPresent(amount -> json.put("budgetPerDay", amount));
        grant.budget().monthly().ifPresent(amount -> json.put("budgetPerMonth", amount));
        granted.expires().ifPresent(end -> json.put("expires", end.toString()));
    }

    private static void list(ObjectNode json, String name, Set<String> names) {
        if (!names.isEmpty()) {
            names.stream().sorted().forEach(json.putArray(name)::add);
        }
    }
}
