package dev.caramba.app;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Logs how to make a first call as soon as the port is open, in development only. Packaged artifacts do not contain it.
 */
@Singleton
@IfBuildProfile("dev")
final class FirstCallHint {

    private static final Logger LOG = Logger.getLogger("dev.caramba");

    void open(@ObservesAsync HttpServerStart server) {
        LOG.infof(
                "try it: curl localhost:%d/generate -d '{\"prompt\":\"Hi\"}'",
                server.options().getPort());
    }
}
