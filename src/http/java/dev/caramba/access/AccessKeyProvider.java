package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.EdgeSettings;
import dev.caramba.error.HttpErrorException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Identifies callers by their access keys, both configured ones and those that the fleet shares. Where anybody may
 * call, a caller without a key is {@link AccessPolicy#ANONYMOUS}.
 */
@Singleton
final class AccessKeyProvider implements IdentityProvider<AccessKeyRequest> {

    private final AccessPolicy policy;
    private final Optional<SharedKeys> shared;

    AccessKeyProvider(
            EdgeSettings edge, AccessSettings access, FleetAccess fleet, TokenAccess tokens, LaunchMode mode) {
        this.policy = new AccessPolicy(
                new AccessKeys(edge.accessKeys()),
                edge.accessOpen(),
                mode == LaunchMode.NORMAL,
                access,
                InstantSource.system(),
                tokens.settings().isPresent());
        this.shared = fleet.keys();
    }

    @Override
    public Class<AccessKeyRequest> getRequestType() {
        return AccessKeyRequest.class;
    }

    /**
     * Returns the identity. Fails with the error for the caller, as an {@link AuthenticationFailedException} when that
     * is a 401.
     */
    @Override
    public Uni<SecurityIdentity> authenticate(AccessKeyRequest request, AuthenticationRequestContext context) {
        return book().map(book -> CallerIdentity.of(policy.admit(request.credentials(), book)))
                .onFailure(AccessKeyProvider::isRefusal)
                .transform(AuthenticationFailedException::new);
    }

    /** Returns whether one of the texts is an access key, expired or not. */
    Uni<Boolean> know(List<String> keys) {
        return book().map(book -> keys.stream().anyMatch(key -> policy.knows(key, book)));
    }

    private Uni<KeySnapshot> book() {
        return shared.map(AccessKeyProvider::book)
                .orElseGet(() -> Uni.createFrom().item(KeySnapshot.NONE));
    }

    private static Uni<KeySnapshot> book(SharedKeys keys) {
        return keys.known().map(known -> Uni.createFrom().item(known)).orElseGet(keys::asked);
    }

    private static boolean isRefusal(Throwable e) {
        return e instanceof HttpErrorException refused && refused.error().status() == 401;
    }
}
