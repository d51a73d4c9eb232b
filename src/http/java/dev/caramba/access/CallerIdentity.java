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
 * A caller as a {@link SecurityIdentity} of Quarkus: the principal has the caller's name, the roles are {@value #CALLER}
 * and, for those who may operate, {@value #ADMIN}, and the attribute {@value #GRANT} holds the {@link Grant}.
 */
final class CallerIdentity {

    /** The role of everybody who is let in. */
    static final String CALLER = "caller";

    /** The role of those who may operate. */
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

    /** Who sends a request that has been authenticated; empty before that, and where nobody is asked. */
    static Optional<SecurityIdentity> of(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user
                ? Optional.of(user.getSecurityIdentity())
                : Optional.empty();
    }

    static Caller callerOf(SecurityIdentity identity) {
        return new Caller(identity.getPrincipal().getName(), identity.<Grant>getAttribute(GRANT));
    }
}
