package dev.caramba.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.call.TokenSettings;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Caller;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the caller behind the claims of a verified token. */
final class TokenCallers {

    /**
     * The prefix of these names. It has a dot, which names of access keys cannot have. So nobody can choose a subject
     * that equals such a name.
     */
    static final String PREFIX = "oidc.";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@._-]{1,64}");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9@._-]");
    private static final int LEGIBLE = 32;
    private static final int DIGITS = 24;

    private final TokenSettings settings;
    private final AccessSettings access;
    private final InstantSource clock;

    TokenCallers(TokenSettings settings, AccessSettings access, InstantSource clock) {
        this.settings = settings;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Returns the caller; empty when the claims do not name one.
     *
     * @throws dev.caramba.error.HttpErrorException with status 403 when the caller has no grant
     */
    Optional<Caller> callerOf(String claims) {
        var json = Json.object(claims);
        return json.flatMap(token -> values(token, settings.nameClaim())
                        .filter(name -> !name.isBlank())
                        .findFirst())
                .map(name ->
                        new Caller(nameOf(name), granted(json.orElseThrow()).grant()));
    }

    private Granted granted(JsonNode token) {
        return settings.grantClaim().stream()
                .flatMap(claim -> values(token, claim))
                .filter(access.granted()::containsKey)
                .findFirst()
                .or(settings::defaultGrant)
                .map(access.granted()::get)
                .filter(granted -> !granted.over(clock.instant()))
                .orElseThrow(() -> HttpError.refusal(403, "permission_denied", "This token has no grant here.")
                        .asException());
    }

    /** Returns a name that is short and safe to log. Different claims have different names. */
    private static String nameOf(String claim) {
        if (PLAIN.matcher(claim).matches()) {
            return PREFIX + claim;
        }
        var legible = NOT_PLAIN
                .matcher(claim.substring(0, Math.min(LEGIBLE, claim.length())))
                .replaceAll("_");
        return PREFIX + legible + "~" + AccessKeys.sha256Of(claim).substring(0, DIGITS);
    }

    /** Returns the text of a claim, or the texts of a list. It also finds a claim with {@code /} in its own name. */
    private static Stream<String> values(JsonNode token, String claim) {
        var node = token.path(claim);
        if (node.isMissingNode()) {
            node = token.at("/" + claim.replace("~", "~0"));
        }
        return (node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }
}
