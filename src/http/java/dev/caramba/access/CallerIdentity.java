package dev.caramba.access;

import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Converts a caller to a {@link SecurityIdentity} of Quarkus and back. The principal has the caller's name. The roles
 * are {@value #CALLER} and, for admins, {@value #ADMIN}. The attribute {@value #GRANT} holds the {@link Grant}.
 */
final class CallerIdentity {

    /** The role of every admitted caller. */
    static final String CALLER = "caller";

    /** The role of admins. */
    static final String ADMIN = "admin";

    /** The attribute that holds the {@link Grant}. */
    static final String GRANT = "grant";

    private CallerIdentity() {}

    static SecurityIdentity of(Caller caller) {
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .setAnonymous(caller.name().equals(AccessPolicy.ANONYMOUS))
                .addRole(CALLER)
                .addAttribute(GRANT, caller.grant());
        if (caller.grant().admin()) {
            identity.addRole(ADMIN);
        }
        return identity.build();
    }

    /** Returns the identity of an authenticated request; empty before authentication, and on paths without it. */
    static Optional<SecurityIdentity> of(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user
                ? Optional.of(user.getSecurityIdentity())
                : Optional.empty();
    }

    static Caller callerOf(SecurityIdentity identity) {
        return new Caller(identity.getPrincipal().getName(), identity.<Grant>getAttribute(GRANT));
    }
}
