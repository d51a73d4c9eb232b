package dev.caramba.packaged;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Tests of what a native executable has not: the JVM's heap and caches, and Lambda's snapshots of it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = Packaged.KIND, matches = Packaged.NATIVE, disabledReason = "about the JVM")
@interface JvmOnly {}
