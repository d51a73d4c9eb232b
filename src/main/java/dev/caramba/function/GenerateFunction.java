package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.Calls;
import dev.caramba.edge.HttpError;
import dev.caramba.edge.HttpErrorException;
import dev.caramba.edge.Invocations;
import dev.caramba.edge.RequestReader;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** One generation, whole: JSON in, JSON out. */
public class GenerateFunction {

    private final Calls calls;
    private final Invocations invocations;

    GenerateFunction(Calls calls, Invocations invocations) {
        this.calls = calls;
        this.invocations = invocations;
    }

    @Funq("generate")
    public Uni<JsonNode> generate(JsonNode request) {
        var body = Optional.ofNullable(request)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(GenerateFunction::noObject);
        return calls.answer(invocations.current(), RequestReader.generate(body)).map(AnswerJson::of);
    }

    private static HttpErrorException noObject() {
        return HttpError.refusal(400, "invalid_request", "The body is not a JSON object.")
                .asException();
    }
}
