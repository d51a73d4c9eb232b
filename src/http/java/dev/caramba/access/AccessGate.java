package dev.caramba.access;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.call.EdgeSettings;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Stands before every route but those that operators watch and the page that asks for a key itself, and lets nobody in
 * whom the policy does not know.
 */
@Singleton
public final class AccessGate implements Handler<RoutingContext> {

    private static final String CALLER = AccessGate.class.getName();
    private static final Pattern HEALTH = Pattern.compile("/q/health(/.*)?");
    private static final Pattern METRICS = Pattern.compile("/q/metrics(/.*)?");

    /** Of a request that no gate stood before, which may do nothing but call. */
    private static final Caller NOBODY = new Caller(AccessPolicy.ANONYMOUS, Grant.CALL);

    private final AccessPolicy policy;
    private final Metrics metrics;
    private final Optional<SharedKeys> shared;
    private final Optional<TokenGate> tokens;
    private final Rejections rejections;

    @Inject
    AccessGate(
            EdgeSettings edge,
            AccessSettings access,
            FleetAccess fleet,
            TokenAccess issued,
            Instance<BearerTokens> bearers,
            Rejections rejections,
            LaunchMode mode) {
        this.rejections = rejections;
        this.policy = new AccessPolicy(
                new AccessKeys(edge.accessKeys()),
                edge.accessOpen(),
                mode == LaunchMode.NORMAL,
                access,
                InstantSource.system(),
                issued.settings().isPresent());
        this.metrics = access.metrics();
        this.shared = fleet.keys();
        this.tokens = issued.settings()
                .map(settings ->
                        new TokenGate(bearers.get(), new TokenCallers(settings, access, InstantSource.system())));
    }

    /** The caller of an admitted request. */
    public static Caller callerOf(RoutingContext request) {
        return request.get(CALLER, NOBODY);
    }

    /**
     * Lets nobody on but those who may operate.
     *
     * @throws dev.caramba.error.HttpErrorException a 403
     */
    public static void requireAdmin(RoutingContext request) {
        requireAdmin(callerOf(request));
    }

    private static void requireAdmin(Caller caller) {
        if (!caller.grant().admin()) {
            throw HttpError.refusal(403, "permission_denied", "This access key is not an admin's.")
                    .asException();
        }
    }

    @Override
    public void handle(RoutingContext request) {
        if (PublicPages.include(request)
                || reads(request, HEALTH)
                || metrics == Metrics.OPEN && reads(request, METRICS)) {
            request.next();
            return;
        }
        var known = shared.map(SharedKeys::known).orElse(Optional.of(KeyBook.NONE));
        if (known.isPresent()) {
            judge(request, known.get());
        } else {
            ask(request, shared.orElseThrow().asked(), book -> judge(request, book));
        }
    }

    private void judge(RoutingContext request, KeyBook book) {
        var token = tokens.isEmpty()
                ? Optional.<String>empty()
                : TokenGate.tokenIn(authorization(request)).filter(text -> !policy.knows(text, book));
        if (token.isEmpty()) {
            decide(request, () -> policy.admit(authorization(request), book));
            return;
        }
        var asked = tokens.orElseThrow().callerOf(token.get(), request);
        ask(
                request,
                asked,
                caller -> decide(request, () -> caller.orElseGet(() -> policy.admit(authorization(request), book))));
    }

    /** Its body waits as long as the question takes. */
    private static <T> void ask(RoutingContext request, Uni<T> question, Consumer<T> then) {
        var loop = request.vertx().getOrCreateContext();
        request.request().pause();
        question.subscribe()
                .with(
                        answer -> goOn(request, loop, () -> then.accept(answer)),
                        e -> goOn(request, loop, () -> request.fail(e)));
    }

    private static void goOn(RoutingContext request, Context loop, Runnable step) {
        loop.runOnContext(now -> {
            if (!request.response().closed()) {
                request.request().resume();
                step.run();
            }
        });
    }

    private static Optional<String> authorization(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader("authorization"));
    }

    private void decide(RoutingContext request, Supplier<Caller> question) {
        try {
            var caller = question.get();
            if (metrics == Metrics.ADMIN && reads(request, METRICS)) {
                requireAdmin(caller);
            }
            request.put(CALLER, caller);
        } catch (HttpErrorException e) {
            Rejection.of(e.error()).ifPresent(rejection -> rejections.add(rejection, address(request)));
            request.fail(e);
            return;
        }
        request.next();
    }

    private static String address(RoutingContext request) {
        return Optional.ofNullable(request.request().remoteAddress())
                .map(SocketAddress::hostAddress)
                .orElse("unknown");
    }

    /** Reading only: an event may be sent to any path, these included. */
    private static boolean reads(RoutingContext request, Pattern path) {
        var method = request.request().method();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && path.matcher(request.normalizedPath()).matches();
    }
}
