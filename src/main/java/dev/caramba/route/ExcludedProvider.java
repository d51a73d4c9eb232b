package dev.caramba.route;

/**
 * A provider that a route names and that cannot be asked.
 *
 * @param onlyFallback whether it stands among the route's fallbacks alone
 * @param reason what is to be set, such as {@code OPENAI_API_KEY is not set}
 */
public record ExcludedProvider(String provider, boolean onlyFallback, String reason) {

    @Override
    public String toString() {
        return provider + " left out" + (onlyFallback ? " of the fallbacks, " : ", ") + reason;
    }
}
