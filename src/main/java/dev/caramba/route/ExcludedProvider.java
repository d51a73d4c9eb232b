package dev.caramba.route;

/**
 * A provider that a route names but that cannot be asked.
 *
 * @param onlyFallback whether only the route's fallbacks name it
 * @param reason the missing setting, such as {@code OPENAI_API_KEY is not set}
 */
public record ExcludedProvider(String provider, boolean onlyFallback, String reason) {

    @Override
    public String toString() {
        return provider + " left out" + (onlyFallback ? " of the fallbacks, " : ", ") + reason;
    }
}
