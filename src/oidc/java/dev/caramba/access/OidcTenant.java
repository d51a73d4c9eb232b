package dev.caramba.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * What Quarkus has to verify of a token: signature, algorithm, issuer, audience and times, by keys that it asks the server
 * for when the first token comes, and again when one is signed by a key that it does not know.
 */
@Singleton
final class OidcTenant implements TenantConfigResolver {

    private static final String TENANT = "caramba";
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** Whoever invents keys does not have the server asked for them more often than this. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final int CLOCK_SKEW_SECONDS = 10;

    private final Optional<OidcTenantConfig> tenant;

    OidcTenant(TokenAccess access) {
        this.tenant = access.settings()
                .map(settings -> OidcTenantConfig.authServerUrl(settings.issuer())
                        .tenantId(TENANT)
                        .connectionTimeout(CONNECT)
                        .token()
                        .issuer(settings.issuer())
                        .audience(settings.audience())
                        .forcedJwkRefreshInterval(REFRESH)
                        .lifespanGrace(CLOCK_SKEW_SECONDS)
                        .allowJwtIntrospection(false)
                        .allowOpaqueTokenIntrospection(false)
                        .end()
                        .build());
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> blocking) {
        return Uni.createFrom().optional(tenant);
    }
}
