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

/** Who somebody is whose token has been verified. */
final class TokenCallers {

    /** With a point, which no access key has in its name: whoever chooses a subject becomes none of their holders. */
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
     * The caller; empty when the claims do not say who it is.
     *
     * @throws dev.caramba.error.HttpErrorException a 403 when it has no grant
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

    /** Safe to log and short; two of them never become the same. */
    private static String nameOf(String claim) {
        if (PLAIN.matcher(claim).matches()) {
            return PREFIX + claim;
        }
        var legible = NOT_PLAIN
                .matcher(claim.substring(0, Math.min(LEGIBLE, claim.length())))
                .replaceAll("_");
        return PREFIX + legible + "~" + AccessKeys.sha256Of(claim).substring(0, DIGITS);
    }

    /** The text of a claim, or the texts of a list. A claim with a {@code /} in its own name is found, too. */
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
