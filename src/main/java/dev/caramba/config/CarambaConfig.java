package dev.caramba.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * All configuration keys of the product, as text. The package {@code settings} checks the values, so that every mistake
 * is reported in one form. {@code docs/configuration.md} explains each key.
 */
@ConfigMapping(prefix = "caramba")
public interface CarambaConfig {

    /** Provider entries by name. An entry without keys of its own has the defaults. */
    @WithDefaults
    Map<String, ProviderKeys> providers();

    Map<String, RouteKeys> routes();

    Optional<String> modelAliases();

    BalancerKeys balancer();

    StoreKeys store();

    AccessKeys access();

    LimitKeys limits();

    BatchKeys batch();

    ResultKeys results();

    CacheKeys cache();

    ResponseKeys responses();

    SinkKeys sink();

    HttpKeys http();

    HuggingFaceKeys huggingface();

    SecretKeys secrets();

    LogKeys log();

    TracingKeys tracing();

    LambdaKeys lambda();

    UsageKeys usage();

    @WithDefault("false")
    Optional<String> demo();

    /** Keys of the Hugging Face dialect. */
    interface HuggingFaceKeys {
        @WithDefault("gpt2,openai-community/gpt2")
        Optional<String> textGenerationModels();
    }

    /** Keys of one provider entry. */
    interface ProviderKeys {
        Optional<String> type();

        Optional<String> baseUrl();

        Optional<String> apiKey();

        Optional<String> apiKeyFile();

        Optional<String> model();

        Optional<String> models();

        Optional<String> enabled();

        @WithDefault("1")
        Optional<String> weight();

        @WithDefault("100")
        Optional<String> priority();

        Optional<String> maxInFlight();

        Optional<String> contextWindow();

        @WithDefault("3s")
        Optional<String> connectTimeout();

        @WithDefault("10s")
        Optional<String> firstTokenTimeout();

        @WithDefault("15s")
        Optional<String> idleTimeout();

        @WithDefault("2m")
        Optional<String> loneIdleTimeout();

        @WithDefault("60s")
        Optional<String> answerTimeout();

        Optional<String> maxTokensField();

        Optional<String> authHeader();

        Optional<String> streamOptions();

        Optional<String> oneSystemMessage();

        Optional<String> responses();

        Optional<String> path();

        Optional<String> completionsPath();

        Optional<String> responsesPath();

        Optional<String> embeddingModel();

        Optional<String> embeddingBatchSize();

        Optional<String> embeddingPath();

        Map<String, Optional<String>> headers();
    }

    /** Keys of one route. */
    interface RouteKeys {
        Optional<String> targets();

        Optional<String> strategy();

        Optional<String> fallbacks();

        Optional<String> hedgeAfter();

        Optional<String> cacheTtl();
    }

    /** How calls are spread over targets, and when a target cools down. */
    interface BalancerKeys {
        @WithDefault("round-robin")
        Optional<String> strategy();

        @WithDefault("5")
        Optional<String> maxAttempts();

        @WithDefault("10m")
        Optional<String> deadline();

        Optional<String> streamDeadline();

        @WithDefault("3s")
        Optional<String> maxRetryWait();

        @WithDefault("250ms")
        Optional<String> minBackoff();

        @WithDefault("500ms")
        Optional<String> maxBackoff();

        @WithDefault("3")
        Optional<String> failureThreshold();

        @WithDefault("5s")
        Optional<String> cooldown();

        @WithDefault("30s")
        Optional<String> maxCooldown();

        @WithDefault("5m")
        Optional<String> longCooldown();

        @WithDefault("1h")
        Optional<String> maxLongCooldown();

        @WithDefault("5m")
        Optional<String> maxRetryAfter();

        @WithDefault("30s")
        Optional<String> leaseTtl();

        @WithDefault("0.1")
        Optional<String> hedgeBudget();

        @WithDefault("true")
        Optional<String> resume();

        @WithDefault("false")
        Optional<String> holdToolCalls();
    }

    /** Where the health of targets is stored. */
    interface StoreKeys {
        @WithDefault("auto")
        Optional<String> type();

        @WithDefault("50ms")
        Optional<String> timeout();

        @WithDefault("2s")
        Optional<String> strictTimeout();

        @WithDefault("caramba")
        Optional<String> keyPrefix();

        @WithDefault("false")
        Optional<String> persistent();
    }

    /** Who may call, and what for. */
    interface AccessKeys {
        Map<String, Optional<String>> keys();

        @WithDefault("false")
        Optional<String> open();

        Map<String, GrantKeys> grants();

        @WithDefault("open")
        Optional<String> metrics();

        @WithDefault("false")
        Optional<String> sharedKeys();

        @WithDefault("500ms")
        Optional<String> keyTtl();

        @WithDefault("5m")
        Optional<String> keyGrace();

        OidcKeys oidc();
    }

    /** Which bearer tokens are accepted besides access keys. */
    interface OidcKeys {
        Optional<String> issuer();

        Optional<String> audience();

        @WithDefault("sub")
        Optional<String> nameClaim();

        Optional<String> grantClaim();

        Optional<String> defaultGrant();
    }

    /** What one caller may do. */
    interface GrantKeys {
        @WithDefault("false")
        Optional<String> admin();

        Optional<String> routes();

        Optional<String> providers();

        Optional<String> models();

        Optional<String> requestsPerMinute();

        Optional<String> requestsPerDay();

        Optional<String> tokensPerMinute();

        Optional<String> tokensPerDay();

        Optional<String> maxInFlight();

        Optional<String> budgetPerDay();

        Optional<String> budgetPerMonth();

        Optional<String> expires();
    }

    /** Limits of one instance. */
    interface LimitKeys {
        @WithDefault("4096")
        Optional<String> maxInFlight();
    }

    /** How batches and events are run. */
    interface BatchKeys {
        @WithDefault("8")
        Optional<String> concurrency();

        @WithDefault("1000")
        Optional<String> maxPrompts();

        @WithDefault("0.8")
        Optional<String> share();
    }

    /** How long the results of prompts with an idempotency key are stored. */
    interface ResultKeys {
        @WithDefault("24h")
        Optional<String> ttl();
    }

    /** How answers are cached. */
    interface CacheKeys {
        @WithDefault("true")
        Optional<String> enabled();

        @WithDefault("24h")
        Optional<String> ttlMax();

        @WithDefault("32M")
        Optional<String> maxSize();

        @WithDefault("1M")
        Optional<String> maxEntrySize();

        @WithName("wait")
        @WithDefault("10s")
        Optional<String> patience();

        @WithDefault("caller")
        Optional<String> scope();
    }

    /** How responses are kept that callers may come back to. */
    interface ResponseKeys {
        @WithDefault("true")
        Optional<String> enabled();

        @WithDefault("30d")
        Optional<String> ttl();

        @WithDefault("64M")
        Optional<String> maxSize();
    }

    /** Where the results of events are sent. */
    interface SinkKeys {
        Optional<String> url();

        Optional<String> stream();

        @WithDefault("100000")
        Optional<String> streamMaxLength();

        Optional<String> queue();

        @WithDefault("5s")
        Optional<String> timeout();
    }

    /** Limits of the HTTP client that all providers share. */
    interface HttpKeys {
        @WithDefault("1024")
        Optional<String> poolSize();

        @WithDefault("8")
        Optional<String> multiplexedConnections();

        @WithDefault("30s")
        Optional<String> connectionKeepAlive();

        @WithDefault("15s")
        Optional<String> keepAlive();

        @WithDefault("30s")
        Optional<String> headDelay();

        @WithDefault("32M")
        Optional<String> maxResponseSize();

        @WithDefault("128M")
        Optional<String> maxEmbeddingsSize();

        @WithDefault("8M")
        Optional<String> maxFrameSize();

        @WithDefault("64K")
        Optional<String> maxHeaderSize();

        @WithDefault("1s")
        Optional<String> drainTimeout();

        @WithDefault("2s")
        Optional<String> errorBodyTimeout();

        Optional<String> proxy();

        Optional<String> noProxy();

        Optional<String> tlsCa();
    }

    /** How secrets in files are read. */
    interface SecretKeys {
        @WithDefault("10s")
        Optional<String> refresh();
    }

    /** What is logged, and in which format. */
    interface LogKeys {
        /** The key {@code caramba.log} itself. */
        @WithParentName
        @WithDefault("text")
        Optional<String> format();

        @WithDefault("on")
        Optional<String> requests();

        @WithDefault("off")
        Optional<String> content();

        @WithDefault("2000")
        Optional<String> contentMaxLength();

        Optional<String> redact();
    }

    /** Where spans are sent. */
    interface TracingKeys {
        Optional<String> endpoint();

        Optional<String> headers();

        @WithDefault("1")
        Optional<String> sample();

        Optional<String> propagate();
    }

    /** Keys that apply on AWS Lambda only. */
    interface LambdaKeys {
        @WithDefault("generate")
        Optional<String> function();

        @WithDefault("500ms")
        Optional<String> margin();
    }
}
