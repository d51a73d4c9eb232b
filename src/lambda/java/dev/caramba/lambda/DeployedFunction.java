package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The function that is deployed: one of those that Quarkus Funqy has found by their {@code @Funq}. It takes a JSON tree
 * or nothing, and completes with one, so that no class needs to be known to a mapper.
 *
 * <p>This is our own binding, because Funqy's for Lambda has a runtime loop in native executables that tells a function
 * nothing of its invocation, nor Lambda why an instance did not start.
 */
public final class DeployedFunction {

    private final FunctionInvoker function;
    private final Object bean;

    private DeployedFunction(FunctionInvoker function) {
        this.function = function;
        this.bean = Arc.container().instance(function.getTargetClass()).get();
    }

    /** Returns the names of all functions, sorted. */
    public static List<String> names() {
        return FunctionRecorder.registry.invokers().stream()
                .map(FunctionInvoker::getName)
                .sorted()
                .toList();
    }

    /** Returns the function of this name, in upper or lower case. */
    public static Optional<DeployedFunction> named(String name) {
        return Optional.ofNullable(FunctionRecorder.registry.matchInvoker(name.toLowerCase(Locale.ROOT)))
                .map(DeployedFunction::new);
    }

    /** Calls the function on this thread. Completes or fails as it does. */
    Uni<JsonNode> call(JsonNode event) {
        var method = function.getMethod();
        try {
            var answer = function.hasInput() ? method.invoke(bean, event) : method.invoke(bean);
            return ((Uni<?>) answer).map(JsonNode.class::cast);
        } catch (InvocationTargetException e) {
            return Uni.createFrom().failure(e.getCause());
        } catch (IllegalAccessException e) {
            return Uni.createFrom().failure(e);
        }
    }
}
