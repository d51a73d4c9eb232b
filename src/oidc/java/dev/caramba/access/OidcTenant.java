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
 * Tells Quarkus what to verify in a token: signature, algorithm, issuer, audience and times. Quarkus requests the
 * issuer's keys when the first token comes, and again for a token that was signed with an unknown key.
 */
@Singleton
final class OidcTenant implements TenantConfigResolver {

    private static final String TENANT = "caramba";
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /**
     * The shortest time between two requests for the issuer's keys, so that tokens with invented key ids cannot cause
     * many.
     */
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
