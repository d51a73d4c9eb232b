package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.HttpError;
import dev.caramba.edge.HttpErrorException;
import dev.caramba.edge.Invocations;
import dev.caramba.edge.Outcome;
import dev.caramba.edge.PromptRunner;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** One generation, whole: JSON in, JSON out. */
public class GenerateFunction {

    private final PromptRunner prompts;
    private final Invocations invocations;

    GenerateFunction(PromptRunner prompts, Invocations invocations) {
        this.prompts = prompts;
        this.invocations = invocations;
    }

    @Funq("generate")
    @CloudEventMapping(trigger = "caramba.generate", responseType = "caramba.generated", responseSource = "caramba")
    public Uni<JsonNode> generate(JsonNode request) {
        var body = Optional.ofNullable(request)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(GenerateFunction::noObject);
        var invocation = invocations.current();
        return prompts.run(invocation, body, invocation.resultKey()).map(Outcome::result);
    }

    private static HttpErrorException noObject() {
        return HttpError.refusal(400, "invalid_request", "The body is not a JSON object.")
                .asException();
    }
}
