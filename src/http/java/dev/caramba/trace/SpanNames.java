package dev.caramba.trace;

import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The names of all span attributes: OpenTelemetry's names for generative AI where they exist, and the product's own
 * otherwise.
 */
public final class SpanNames {

    /** The name of the operation of a call for an answer. Every span's name begins with it and ends with the model. */
    public static final String OPERATION = "chat";

    /** The name of the operation of a call for vectors. */
    static final String EMBEDDINGS = "embeddings";

    /** The name of the operation of a call for a legacy completion. */
    static final String COMPLETION = "text_completion";

    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");

    /** The former name of {@link #PROVIDER_NAME}, which many tools still read. */
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("gen_ai.system");

    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> OUTPUT_TYPE = AttributeKey.stringKey("gen_ai.output.type");
    static final AttributeKey<Double> TEMPERATURE = AttributeKey.doubleKey("gen_ai.request.temperature");
    static final AttributeKey<Double> TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");
    static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
    static final AttributeKey<Long> SEED = AttributeKey.longKey("gen_ai.request.seed");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");

    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("caramba.request.id");
    static final AttributeKey<String> CALLER = AttributeKey.stringKey("caramba.caller");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("caramba.route");
    static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("caramba.stream");
    static final AttributeKey<String> CACHE = AttributeKey.stringKey("caramba.cache");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("caramba.attempts");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("caramba.outcome");
    static final AttributeKey<Double> FIRST_TOKEN = AttributeKey.doubleKey("caramba.first_token");
    static final AttributeKey<List<String>> RESUMED = AttributeKey.stringArrayKey("caramba.resumed");
    static final AttributeKey<List<String>> HEDGED = AttributeKey.stringArrayKey("caramba.hedged");
    static final AttributeKey<String> TARGET = AttributeKey.stringKey("caramba.target");
    static final AttributeKey<String> REASON = AttributeKey.stringKey("caramba.attempt.reason");

    /** All attributes. */
    static final List<AttributeKey<?>> ALL = List.of(
            OPERATION_NAME,
            PROVIDER_NAME,
            SYSTEM,
            REQUEST_MODEL,
            OUTPUT_TYPE,
            TEMPERATURE,
            TOP_P,
            MAX_TOKENS,
            SEED,
            RESPONSE_MODEL,
            RESPONSE_ID,
            FINISH_REASONS,
            INPUT_TOKENS,
            OUTPUT_TOKENS,
            ERROR_TYPE,
            HTTP_STATUS,
            REQUEST_ID,
            CALLER,
            ROUTE,
            STREAM,
            CACHE,
            ATTEMPTS,
            OUTCOME,
            FIRST_TOKEN,
            RESUMED,
            HEDGED,
            TARGET,
            REASON);

    private SpanNames() {}

    /** Returns the name of a call's operation. */
    static String operation(GenerationParams params) {
        if (params.originalIn(WireFormat.COMPLETIONS).isPresent()) {
            return COMPLETION;
        }
        return params.embedding().isPresent() ? EMBEDDINGS : OPERATION;
    }

    /** Returns the name of a span; without the model when this is not a configured name. */
    static String of(String operation, String model, boolean known) {
        return known ? operation + " " + model : operation;
    }
}
