package dev.caramba.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/** Reads access keys from requests. It always decides: no mechanism with a lower priority is asked. */
@Singleton
final class AccessKeyMechanism implements HttpAuthenticationMechanism {

    /** A priority above every mechanism that Quarkus may bring. */
    static final int PRIORITY = DEFAULT_PRIORITY + 1_000;

    private static final String SCHEME = "Bearer";

    /**
     * Returns the identity. A known one is reused, since Quarkus asks again when it reroutes a request and when a bean
     * needs the caller.
     */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        return CallerIdentity.of(request)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> identities.authenticate(new AccessKeyRequest(Credentials.of(request.request()))));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, SCHEME));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(AccessKeyRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}
