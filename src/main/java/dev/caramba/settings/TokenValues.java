package dev.caramba.settings;

import dev.caramba.call.TokenSettings;
import dev.caramba.config.CarambaConfig.OidcKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads and checks which bearer tokens are accepted. */
record TokenValues(OidcKeys keys) {

    private static final ConfigSection SECTION = new ConfigSection("caramba.access.oidc");

    /**
     * Returns the settings; empty when no tokens are accepted.
     *
     * @param grants the names of all grants
     */
    Optional<TokenSettings> read(Set<String> grants) {
        return SECTION.text(keys.issuer()).map(issuer -> read(issuer, grants));
    }

    private TokenSettings read(String issuer, Set<String> grants) {
        if (!isAddress(issuer)) {
            throw SECTION.wrong("issuer", issuer, "an address that begins with https:// or http://");
        }
        var audience = List.copyOf(SECTION.list(keys.audience()));
        if (audience.isEmpty()) {
            // Without an audience, every token of the issuer would be accepted, whatever service it was made for.
            throw ConfigException.missing(
                    SECTION.key("audience"), "what the claim aud of tokens for this service holds");
        }
        var grantClaim = SECTION.text(keys.grantClaim());
        var defaultGrant = SECTION.text(keys.defaultGrant()).map(name -> name.toLowerCase(Locale.ROOT));
        defaultGrant.filter(name -> !grants.contains(name)).ifPresent(name -> {
            throw SECTION.wrong("default-grant", name, "the name of a grant");
        });
        if (grantClaim.isEmpty() && defaultGrant.isEmpty()) {
            throw ConfigException.missing(SECTION.key("default-grant"), "the name of a grant, or a grant-claim");
        }
        return new TokenSettings(
                issuer, audience, SECTION.text(keys.nameClaim()).orElse("sub"), grantClaim, defaultGrant);
    }

    private static boolean isAddress(String text) {
        try {
            var address = URI.create(text);
            return address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && List.of("https", "http").contains(address.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
