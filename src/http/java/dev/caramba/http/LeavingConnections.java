package dev.caramba.http;

import dev.caramba.call.OpenCalls;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends kept-alive connections when the instance stops, each after the response under way, so that no caller sends its
 * next request into a connection that is about to go. Quarkus does it for requests that come after the signal, this for
 * those that were there before.
 */
@Singleton
final class LeavingConnections implements Handler<RoutingContext> {

    private static final String USER_AGENT = "user-agent";

    /** How clients call themselves whose connections over HTTP/2 Quarkus leaves to them, or does not end at all. */
    private static final String JAVA = "Java-http-client/";

    private static final String CLOSES_ITSELF = JAVA + "25.0.0";

    /** How long a body that nobody needs is read. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(1);

    private final OpenCalls open;

    LeavingConnections(OpenCalls open) {
        this.open = open;
    }

    @Override
    public void handle(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_2) {
            keepOtherStreams(request);
        } else {
            request.addHeadersEndHandler(head -> {
                if (isLeaving()) {
                    request.response().putHeader("connection", "close");
                }
            });
            request.addEndHandler(end -> {
                if (isLeaving()) {
                    closeBehindBody(request);
                }
            });
        }
        request.next();
    }

    /**
     * Closes the connection when the request is read. Closed with unread bytes, it would be reset, and the client might not
     * see the answer: one that was given before the body was read.
     */
    private static void closeBehindBody(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            request.connection().close();
        } else {
            request.endHandler(read -> request.connection().close());
            context.vertx()
                    .setTimer(
                            LONGEST_BODY.toMillis(),
                            late -> request.connection().close());
        }
    }

    /**
     * Lets a connection over HTTP/2 live until its last stream has ended. After a request that comes now, Quarkus tells
     * the client that the connection goes, and cuts it 30 seconds later, with all streams that are still open. It leaves
     * the closing to clients of one kind; all others can do that as well.
     */
    private void keepOtherStreams(RoutingContext request) {
        var agent = Optional.ofNullable(request.request().getHeader(USER_AGENT)).orElse("");
        if (isLeaving() && !agent.startsWith(JAVA)) {
            request.request().headers().set(USER_AGENT, CLOSES_ITSELF);
        }
    }

    private boolean isLeaving() {
        return open.phase() != OpenCalls.Phase.OPEN;
    }
}
