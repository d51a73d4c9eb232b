package dev.caramba.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.HttpError;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Runs prompts, in the form that {@code generate} takes. */
interface Prompts {

    /** What is wrong, or nothing when it has succeeded. Never fails. */
    Uni<Optional<HttpError>> run(LambdaInvocation invocation, ObjectNode prompt);
}
