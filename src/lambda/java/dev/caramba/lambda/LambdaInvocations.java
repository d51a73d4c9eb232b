package dev.caramba.lambda;

import dev.caramba.edge.Invocation;
import dev.caramba.edge.Invocations;
import jakarta.inject.Singleton;

/** Finds the invocation that a function is serving. */
@Singleton
final class LambdaInvocations implements Invocations {

    @Override
    public Invocation current() {
        return LambdaInvocation.current();
    }
}
