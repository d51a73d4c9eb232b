package dev.caramba.observe;

/** The names of all meters in Micrometer's form. Prometheus shows dots as underscores. */
public final class MetricNames {

    /** Timer of whole calls, by outcome, provider and model. */
    public static final String CALLS = "caramba.calls";

    /** Histogram of whole calls, by route and outcome. */
    public static final String CALL_DURATION = "caramba.call.duration";

    /** Histogram of the time from a streamed call to its first content, by route and outcome. */
    public static final String CALL_FIRST_TOKEN = "caramba.call.first.token";

    /** Counter of US dollars, by route, provider and model. */
    public static final String COST = "caramba.cost.usd";

    /** Gauge: 1, by version of the product. */
    public static final String BUILD = "caramba.build.info";

    /** Gauge of the calls under way on this instance. */
    public static final String CALLS_IN_FLIGHT = "caramba.calls.in.flight";

    /** Timer of attempts, by provider, model and outcome. */
    public static final String ATTEMPTS = "caramba.attempts";

    /** Counter of failovers to another target, by the provider and model that failed. */
    public static final String FAILOVERS = "caramba.failovers";

    /** Counter of requests that were sent again because the peer had closed the connection of the pool, by provider. */
    public static final String STALE_CONNECTIONS = "caramba.stale.connections";

    /** Counter of answers that broke after their first content, by the outcome of continuing them. */
    public static final String RESUMES = "caramba.resumes";

    /** Counter of the attempts that were started beside a silent one, by outcome. */
    public static final String HEDGES = "caramba.hedges";

    /** Counter of claims of prompts with an idempotency key, by the store's answer. */
    public static final String CLAIMS = "caramba.claims";

    /** Timer of the time from a call to its first content, by provider and model. */
    public static final String FIRST_TOKEN = "caramba.first.token";

    /** Counter of tokens, by provider, model and direction. */
    public static final String TOKENS = "caramba.tokens";

    /** Counter of calls, by their use of the response cache. */
    public static final String CACHE = "caramba.cache.requests";

    /** Gauge of the leases that this instance holds, by provider and model. */
    public static final String IN_FLIGHT = "caramba.in.flight";

    /** Counter of cooldowns that a report of this instance began, by provider and model. */
    public static final String COOLDOWNS = "caramba.cooldowns";

    /** Gauge: 1 while a target is cooling down as far as this instance knows, by provider and model. */
    public static final String COOLING = "caramba.cooling";

    /** Gauge: 1 while a target's provider is disabled by hand as far as this instance knows, by provider and model. */
    public static final String DISABLED = "caramba.disabled";

    /** Counter of the times that no candidate could be leased, including those for a hedge. */
    public static final String REFUSALS = "caramba.refusals";

    /** Gauge: 1 while the shared store is unreachable. */
    public static final String STORE_DEGRADED = "caramba.store.degraded";

    /** Counter of requests without a valid access key or token, by reason. */
    public static final String UNAUTHORIZED = "caramba.unauthorized";

    private MetricNames() {}
}
