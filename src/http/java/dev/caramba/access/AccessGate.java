package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets Quarkus Security authenticate every request, and refuses a request that no mechanism accepts. Exempt are health
 * checks, open metrics, and the status page, which asks for a key itself. Quarkus would authenticate by itself, but
 * only after the body is read, since its route comes after the body handler.
 */
@Singleton
public final class AccessGate implements Handler<RoutingContext> {

    /** The order of routes that do not wait for the body. Of these, the one that is registered first runs first. */
    public static final int BEFORE_THE_BODY = Integer.MIN_VALUE;

    /**
     * The priority of observers that register {@link #requireAdmin}. They run after observers without a priority, among
     * them the one that registers this gate.
     */
    public static final int BEHIND_THE_GATE = 3_000;

    private static final HttpError NO_ADMIN =
            HttpError.refusal(403, "permission_denied", "This access key or token is not an admin's.");

    private static final Pattern HEALTH = Pattern.compile("/q/health(/.*)?");
    private static final Pattern METRICS = Pattern.compile("/q/metrics(/.*)?");
    private static final int MAX_DEPTH = 8;

    /** The caller of a request that was not authenticated. Such a caller has no rights beyond calls. */
    private static final Caller NOBODY = new Caller(AccessPolicy.ANONYMOUS, Grant.CALL);

    private final HttpAuthenticator authenticator;
    private final Metrics metrics;
    private final Rejections rejections;

    AccessGate(HttpAuthenticator authenticator, AccessSettings access, Rejections rejections) {
        this.authenticator = authenticator;
        this.metrics = access.metrics();
        this.rejections = rejections;
    }

    /** Returns the caller of an admitted request. */
    public static Caller callerOf(RoutingContext request) {
        return CallerIdentity.of(request).map(CallerIdentity::callerOf).orElse(NOBODY);
    }

    /** Lets only admins pass; all other callers get a 403. */
    public static void requireAdmin(RoutingContext request) {
        if (isAdmin(request)) {
            request.next();
        } else {
            request.fail(NO_ADMIN.asException());
        }
    }

    private static boolean isAdmin(RoutingContext request) {
        return CallerIdentity.of(request)
                .filter(identity -> identity.hasRole(CallerIdentity.ADMIN))
                .isPresent();
    }

    @Override
    public void handle(RoutingContext request) {
        if (PublicPages.include(request)
                || reads(request, HEALTH)
                || metrics == Metrics.OPEN && reads(request, METRICS)) {
            request.next();
            return;
        }
        var identity = authenticator.attemptAuthentication(request).subscribeAsCompletionStage();
        if (identity.isDone()) {
            identity.whenComplete((known, failure) -> decide(request, known, failure));
        } else {
            whenDone(request, identity);
        }
    }

    /** Pauses the body until the identity is known. */
    private void whenDone(RoutingContext request, CompletableFuture<SecurityIdentity> identity) {
        var loop = request.vertx().getOrCreateContext();
        request.request().pause();
        identity.whenComplete((known, failure) -> loop.runOnContext(now -> {
            if (!request.response().closed()) {
                request.request().resume();
                decide(request, known, failure);
            }
        }));
    }

    private void decide(RoutingContext request, SecurityIdentity identity, Throwable failure) {
        if (failure != null) {
            reasonOf(failure).ifPresent(rejection -> rejections.add(rejection, address(request)));
            request.fail(failure);
            return;
        }
        QuarkusHttpUser.setIdentity(identity, request);
        if (metrics == Metrics.ADMIN && reads(request, METRICS)) {
            requireAdmin(request);
        } else {
            request.next();
        }
    }

    private static Optional<Rejection> reasonOf(Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .flatMap(e -> HttpError.of(e).stream())
                .findFirst()
                .flatMap(Rejection::of);
    }

    private static String address(RoutingContext request) {
        return Optional.ofNullable(request.request().remoteAddress())
                .map(SocketAddress::hostAddress)
                .orElse("unknown");
    }

    /**
     * Returns whether the request only reads the path. An event may be sent to any path, and it must not bypass the
     * gate.
     */
    private static boolean reads(RoutingContext request, Pattern path) {
        var method = request.request().method();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && path.matcher(request.normalizedPath()).matches();
    }
}
