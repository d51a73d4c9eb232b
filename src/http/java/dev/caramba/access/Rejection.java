package dev.caramba.access;

import dev.caramba.error.HttpError;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The reasons for a 401. */
public enum Rejection {
    NOT_CONFIGURED("No access key is configured. Set one with"
            + " CARAMBA_ACCESS_KEYS_<NAME>=<SHA-256 of the key>"
            + " (printf '%s' \"$KEY\" | sha256sum), or let anybody in with CARAMBA_ACCESS_OPEN=true."),
    NO_KEY("No access key or bearer token was given. Send it as 'Authorization: Bearer <key>', 'x-api-key: <key>' or"
            + " 'api-key: <key>'."),
    EXPIRED("The access key has expired."),
    WRONG_KEY("The access key is not valid."),
    WRONG_TOKEN("The access key or bearer token is not valid.");

    private final String message;

    Rejection(String message) {
        this.message = message;
    }

    /** Returns the name of the reason in the log and in meters. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the error. Some clients repeat a 401 for minutes unless a header tells them that it is useless. */
    HttpError error() {
        return HttpError.refusal(401, "invalid_api_key", message)
                .withHeader("www-authenticate", "Bearer")
                .withHeader("x-should-retry", "false");
    }

    /** Returns the reason of an error; empty when the error is not a 401 of this class. */
    static Optional<Rejection> of(HttpError error) {
        return Stream.of(values())
                .filter(rejection -> error.status() == 401 && error.message().equals(rejection.message))
                .findFirst();
    }
}
