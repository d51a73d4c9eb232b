package dev.caramba.call;

import java.util.List;
import java.util.Optional;

/**
 * Whose bearer tokens are taken beside access keys, and what they say of callers.
 *
 * @param issuer its address, below which its discovery document is; also what the claim {@code iss} must be
 * @param audience of which the claim {@code aud} must hold one; not empty
 * @param nameClaim the claim that tells callers apart; below another one after a {@code /}
 * @param grantClaim the claim whose value, or one of whose values, is the name of a grant
 * @param defaultGrant the name of the grant of callers whose token names none; without it they may not call
 */
public record TokenSettings(
        String issuer,
        List<String> audience,
        String nameClaim,
        Optional<String> grantClaim,
        Optional<String> defaultGrant) {}
