package dev.caramba.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.Calls;
import dev.caramba.edge.HttpError;
import dev.caramba.edge.RequestReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes a call of each prompt. */
@Singleton
final class CalledPrompts implements Prompts {

    private final Calls calls;

    CalledPrompts(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Uni<Optional<HttpError>> run(LambdaInvocation invocation, ObjectNode prompt) {
        return Uni.createFrom()
                .deferred(() -> calls.answer(invocation, RequestReader.generate(prompt)))
                .map(answer -> Optional.<HttpError>empty())
                .onFailure()
                .recoverWithItem(e -> Optional.of(FunctionException.errorOf(e, invocation.requestId())));
    }
}
