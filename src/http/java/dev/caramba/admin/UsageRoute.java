package dev.caramba.admin;

import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.Methods;
import dev.caramba.usage.UsageFigures;
import dev.caramba.usage.UsageQuery;
import dev.caramba.usage.UsageReports;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Serves {@code GET /usage}: the usage of callers as JSON or CSV. An admin sees all callers; other callers see their
 * own usage.
 */
@Singleton
final class UsageRoute {

    private static final Logger LOG = Logger.getLogger(UsageRoute.class);
    private static final String PATH = "/usage";

    private final UsageReports reports;

    UsageRoute(UsageReports reports) {
        this.reports = reports;
    }

    void routes(@Observes Router router) {
        router.get(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.GET)));
    }

    private void handle(RoutingContext request) {
        var parameters = new UsageParameters(name -> request.queryParam(name).stream()
                .filter(value -> !value.isBlank())
                .findFirst());
        var caller = HttpInvocation.of(request).caller();
        var csv = parameters.wantsCsv(Optional.ofNullable(request.request().getHeader("accept")));
        var query = parameters.query(caller, LocalDate.now(ZoneOffset.UTC));
        if (reports.ledger().isEmpty()) {
            throw HttpError.refusal(404, "not_found", "Usage is not counted. Set caramba.usage.enabled=true.")
                    .asException();
        }
        reports.report(query)
                .onFailure()
                .transform(UsageRoute::outOfReach)
                .subscribe()
                .with(figures -> write(request, csv, query, figures), request::fail);
    }

    private static void write(
            RoutingContext request, boolean csv, UsageQuery query, Map<List<String>, UsageFigures> figures) {
        request.response()
                .putHeader("content-type", csv ? "text/csv; charset=utf-8" : "application/json")
                .putHeader("cache-control", "no-store")
                .end(csv ? UsageText.csv(query, figures) : Json.write(UsageText.json(query, figures)));
    }

    private static Throwable outOfReach(Throwable e) {
        LOG.debug("usage cannot be read", e);
        return HttpError.storeOutOfReach("the shared store is out of reach, and without it usage is not known")
                .asException();
    }
}
