package dev.caramba.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests without Quarkus that repeat or wait: properties, fuzzing, simulations, races, limits in real time. {@code
 * ./mvnw verify} runs them, {@code ./mvnw test} does not. Each engine has a tag of its own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("slow")
@net.jqwik.api.Tag("slow")
public @interface Slow {}
