package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.error.HttpError;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.common.runtime.OidcEndpointAccessException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Identifies callers by the tokens of an OpenID Connect server. Quarkus verifies a token, and {@link TokenCallers}
 * finds its caller. A request without a valid token is left to {@link AccessKeyMechanism}.
 */
@Singleton
final class OidcTokenMechanism implements TokenMechanism {

    private static final Logger LOG = Logger.getLogger("dev.caramba.access");

    /** The compact form of a signed JWT. The bounds exceed the longest header that a server accepts. */
    private static final Pattern JWT = Pattern.compile("[\\w-]{1,4096}\\.[\\w-]{1,65536}\\.[\\w-]{0,8192}");

    /** How long the issuer may take to return its keys. */
    private static final Duration ISSUER_TIMEOUT = Duration.ofSeconds(5);

    private static final HttpError OUT_OF_REACH =
            HttpError.issuerOutOfReach("The bearer token cannot be verified: the keys of its issuer are out of reach.");

    private static final int DEPTH = 8;

    private final Optional<TokenCallers> callers;
    private final AccessKeyProvider keys;
    private final AtomicBoolean warned = new AtomicBoolean();

    OidcTokenMechanism(TokenAccess tokens, AccessSettings access, AccessKeyProvider keys) {
        this.callers = tokens.settings().map(settings -> new TokenCallers(settings, access, InstantSource.system()));
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        var known = CallerIdentity.of(request);
        var credentials = Credentials.of(request.request()).values();
        var token = credentials.stream()
                .filter(value -> JWT.matcher(value).matches())
                .findFirst();
        if (known.isPresent() || callers.isEmpty() || token.isEmpty()) {
            return Uni.createFrom().optional(known);
        }
        // the first known credential counts, be it a key or a token
        return keys.know(credentials.subList(0, credentials.indexOf(token.get()) + 1))
                .chain(isKey -> isKey ? Uni.createFrom().nullItem() : identity(token.get(), request, identities));
    }

    private Uni<SecurityIdentity> identity(String token, RoutingContext request, IdentityProviderManager identities) {
        var question = new TokenAuthenticationRequest(new AccessTokenCredential(token));
        HttpSecurityUtils.setRoutingContextAttribute(question, request);
        return identities
                .authenticate(question)
                .ifNoItem()
                .after(ISSUER_TIMEOUT)
                .fail()
                .map(verified -> Optional.of(payload(token)))
                .onFailure(OidcTokenMechanism::isVerdict)
                .recoverWithItem(Optional.empty())
                .onFailure()
                .transform(this::outOfReach)
                .invoke(() -> warned.set(false))
                .map(claims -> claims.flatMap(callers.orElseThrow()::callerOf).map(CallerIdentity::of))
                .map(identity -> identity.orElse(null));
    }

    private Throwable outOfReach(Throwable e) {
        if (warned.compareAndSet(false, true)) {
            LOG.warnf("bearer tokens cannot be verified: %s", e);
        }
        return OUT_OF_REACH.asException();
    }

    /** Returns whether the failure is about the token and not about the connection to the issuer. */
    private static boolean isVerdict(Throwable e) {
        return e instanceof AuthenticationFailedException
                && Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                        .limit(DEPTH)
                        .noneMatch(cause -> cause instanceof IOException
                                || cause instanceof TimeoutException
                                || cause instanceof OIDCException
                                || cause instanceof OidcEndpointAccessException);
    }

    private static String payload(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    /** Returns nothing: {@link AccessKeyMechanism} answers requests without a valid token. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public int getPriority() {
        return AccessKeyMechanism.PRIORITY + 1;
    }
}
