package dev.caramba.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a native executable keeps of a type for those that reflect on it.
 *
 * @param constructors whether all constructors can be called
 * @param methods whether all methods can be called
 * @param fields whether all fields can be read and written
 * @param named the methods that are kept by their names; a constructor is {@code <init>}
 */
public record ReflectedType(boolean constructors, boolean methods, boolean fields, Set<String> named) {

    /** Whether Jackson can write one, and read it. */
    public boolean asJson() {
        return constructors && methods && fields;
    }

    /** Whether one can be made from its name. */
    public boolean created() {
        return constructors || named.contains("<init>");
    }

    static ReflectedType of(JsonNode config) {
        return new ReflectedType(
                config.path("allDeclaredConstructors").asBoolean()
                        || config.path("allPublicConstructors").asBoolean(),
                config.path("allDeclaredMethods").asBoolean()
                        || config.path("allPublicMethods").asBoolean(),
                config.path("allDeclaredFields").asBoolean()
                        || config.path("allPublicFields").asBoolean(),
                StreamSupport.stream(config.path("methods").spliterator(), false)
                        .map(method -> method.path("name").asText())
                        .collect(Collectors.toSet()));
    }

    ReflectedType and(ReflectedType other) {
        return new ReflectedType(
                constructors || other.constructors,
                methods || other.methods,
                fields || other.fields,
                Stream.concat(named.stream(), other.named.stream()).collect(Collectors.toSet()));
    }
}
