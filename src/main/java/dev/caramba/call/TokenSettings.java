package dev.caramba.call;

import java.util.List;
import java.util.Optional;

/**
 * Which bearer tokens are accepted besides access keys, and which claims describe the caller.
 *
 * @param issuer the issuer's address, below which its discovery document is; the claim {@code iss} must equal it
 * @param audience the accepted values of the claim {@code aud}; not empty
 * @param nameClaim the claim with the name of the caller; {@code a/b} is the claim {@code b} within {@code a}
 * @param grantClaim the claim whose value, or one of whose values, is the name of a grant
 * @param defaultGrant the grant of callers whose token names none; without it they may not call
 */
public record TokenSettings(
        String issuer,
        List<String> audience,
        String nameClaim,
        Optional<String> grantClaim,
        Optional<String> defaultGrant) {}
