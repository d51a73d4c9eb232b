package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every surface, in every form in which it is asked, has every feature: each cell of the matrix is a test. Cells are
 * checked some at a time, since many of them wait.
 */
class SurfaceFeaturesIT {

    private static final int AT_ONCE = 12;

    private static final Map<String, Future<Void>> CHECKED = new LinkedHashMap<>();

    @BeforeAll
    static void check() throws Exception {
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try (var bench = new FeatureBench()) {
            var checks = new ArrayList<Callable<Void>>();
            var names = new ArrayList<String>();
            for (var feature : SurfaceFeature.values()) {
                for (var form : AskedForm.values()) {
                    names.add(name(form, feature));
                    checks.add(() -> check(bench, bench.cell(form, feature), feature));
                }
            }
            var ended = pool.invokeAll(checks);
            for (int i = 0; i < names.size(); i++) {
                CHECKED.put(names.get(i), ended.get(i));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_surface_has() {
        assertEquals(everyCell(), List.copyOf(CHECKED.keySet()));
        return CHECKED.entrySet().stream().map(cell -> dynamicTest(cell.getKey(), () -> result(cell.getValue())));
    }

    private static List<String> everyCell() {
        return Stream.of(SurfaceFeature.values())
                .flatMap(feature -> Stream.of(AskedForm.values()).map(form -> name(form, feature)))
                .toList();
    }

    private static String name(AskedForm form, SurfaceFeature feature) {
        return form + ": " + feature.words();
    }

    private static void result(Future<Void> check) throws Throwable {
        try {
            check.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Void check(FeatureBench bench, FeatureCell cell, SurfaceFeature feature) throws Exception {
        var caller = new CallerChecks(bench, cell);
        var balance = new BalanceChecks(bench, cell);
        var record = new RecordChecks(bench, cell);
        switch (feature) {
            case ACCESS -> caller.access();
            case REQUESTS_LIMIT -> caller.requestsLimit();
            case TOKENS_LIMIT -> caller.tokensLimit();
            case CALLS_LIMIT -> caller.callsLimit();
            case BUDGET -> caller.budget();
            case LIMIT_HEADERS -> caller.limitHeaders();
            case REQUEST_ID -> caller.requestId();
            case BODY_LIMIT -> caller.bodyLimit();
            case TIMEOUT -> caller.timeout();
            case LEAVING -> caller.leaving();
            case CACHE -> record.cache();
            case IDEMPOTENCY -> record.idempotency();
            case USAGE -> record.usage();
            case TRACE -> record.trace();
            case LOG -> record.log();
            case FAILOVER -> balance.failover();
            case HEDGING -> balance.hedging();
            case RESUME -> balance.resume();
            case BREAK -> balance.brokenAnswer();
            case KEEP_ALIVE -> balance.keepAlive();
            case DROPPED -> balance.dropped();
            case RETRY_AFTER -> balance.retryAfter();
        }
        return null;
    }
}
