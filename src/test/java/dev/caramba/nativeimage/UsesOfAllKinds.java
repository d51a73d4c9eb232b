package dev.caramba.nativeimage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** What {@link NativeUses} must find; it is never run. */
final class UsesOfAllKinds extends Formatter {

    /** By a reference, which is not a call. */
    private final Function<String, InputStream> resources = UsesOfAllKinds.class::getResourceAsStream;

    @Override
    public String format(LogRecord line) {
        try {
            var methods = Class.forName("dev.caramba.format.Json").getDeclaredMethods();
            var service = ServiceLoader.load(Runnable.class).findFirst();
            var proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Runnable.class}, null);
            var text = ResourceBundle.getBundle("texts", Locale.forLanguageTag("de"));
            var started = ManagementFactory.getRuntimeMXBean().getStartTime();
            var json = new ObjectMapper().readValue(resources.apply("json"), Map.class);
            return List.of(methods, service, proxy, text, started, json).toString();
        } catch (IOException | ClassNotFoundException e) {
            return e.toString();
        }
    }
}
