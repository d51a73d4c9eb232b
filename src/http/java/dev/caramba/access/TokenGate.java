package dev.caramba.access;

import dev.caramba.error.HttpError;
import dev.caramba.generation.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Knows callers by the tokens of an issuer. */
final class TokenGate {

    private static final Logger LOG = Logger.getLogger(TokenGate.class);

    /** A signed JWT in its compact form; longer than this no server lets a header be. */
    private static final Pattern JWT =
            Pattern.compile("(?i)Bearer +([\\w-]{1,4096}\\.[\\w-]{1,65536}\\.[\\w-]{0,8192}) *");

    private static final HttpError OUT_OF_REACH =
            HttpError.issuerOutOfReach("The bearer token cannot be verified: the keys of its issuer are out of reach.");

    private final BearerTokens tokens;
    private final TokenCallers callers;
    private final AtomicBoolean told = new AtomicBoolean();

    TokenGate(BearerTokens tokens, TokenCallers callers) {
        this.tokens = tokens;
        this.callers = callers;
    }

    /** The token in a header; empty when there is none, or something else. */
    static Optional<String> tokenIn(Optional<String> authorization) {
        return authorization.map(JWT::matcher).filter(m -> m.matches()).map(m -> m.group(1));
    }

    /** The caller; empty when the token is not valid. Fails with what the caller is to be told. */
    Uni<Optional<Caller>> callerOf(String token, RoutingContext request) {
        return tokens.claimsOf(token, request)
                .onFailure()
                .transform(this::outOfReach)
                .invoke(() -> told.set(false))
                .map(claims -> claims.flatMap(callers::callerOf));
    }

    private Throwable outOfReach(Throwable e) {
        if (told.compareAndSet(false, true)) {
            LOG.warnf("bearer tokens cannot be verified: %s", e);
        }
        return OUT_OF_REACH.asException();
    }
}
