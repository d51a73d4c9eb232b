package dev.caramba.settings;

import dev.caramba.config.CarambaConfig;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys of {@link CarambaConfig} as its interfaces declare them. */
public final class ConfigTree {

    private ConfigTree() {}

    /** The default of each key, with {@code *} for a name in the key; empty when it has none. */
    public static Map<String, Optional<String>> keys() {
        var keys = new TreeMap<String, Optional<String>>();
        collect("caramba", CarambaConfig.class, keys);
        return keys;
    }

    /** The variable of a key, with {@code <NAME>} for a name. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_").replace("*", "<NAME>");
    }

    private static void collect(String prefix, Class<?> group, Map<String, Optional<String>> keys) {
        for (var method : group.getDeclaredMethods()) {
            var key = method.isAnnotationPresent(WithParentName.class) ? prefix : prefix + "." + nameOf(method);
            var type = method.getGenericReturnType();
            if (method.getReturnType() == Map.class) {
                collectNamed(key + ".*", ((ParameterizedType) type).getActualTypeArguments()[1], keys);
            } else if (method.getReturnType().isInterface()) {
                collect(key, method.getReturnType(), keys);
            } else {
                keys.put(key, defaultOf(method));
            }
        }
    }

    private static void collectNamed(String key, Type value, Map<String, Optional<String>> keys) {
        if (value instanceof Class<?> group && group.isInterface()) {
            collect(key, group, keys);
        } else {
            keys.put(key, Optional.empty());
        }
    }

    private static String nameOf(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithName.class))
                .map(WithName::value)
                .orElseGet(() -> dashed(method.getName()));
    }

    private static Optional<String> defaultOf(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
