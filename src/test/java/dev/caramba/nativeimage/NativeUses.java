package dev.caramba.nativeimage;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** What in a class works in a native executable only where the builder is told of it, or only for some values. */
final class NativeUses {

    /** Calls, as {@code owner.name}. What is fine everywhere is not among them: trees of JSON, loggers, injection. */
    private static final Pattern CALLS = Pattern.compile(String.join(
            "|",
            // classes and their members, by name
            "java/lang/Class\\.(forName|newInstance|getRecordComponents|getPermittedSubclasses"
                    + "|get(Declared)?(Method|Field|Constructor|Classe)s?)",
            "java/lang/(ClassLoader|Module)\\..*",
            "java/lang/reflect/(?!\\w+Exception\\.).*",
            "java/lang/invoke/MethodHandles.*",
            "java/util/concurrent/atomic/Atomic\\w+FieldUpdater\\..*",
            "java/io/Object(Input|Output)Stream\\..*",
            "(java/beans|java/rmi|javax/naming|javax/script|sun/misc|jdk/internal)/.*",
            "java/lang/(System|Runtime)\\.load(Library)?",
            // resources, services, texts in languages
            "java/lang/Class\\.getResource(AsStream)?",
            "java/util/(ServiceLoader|ResourceBundle|PropertyResourceBundle)\\..*",
            "java/util/Locale\\..*",
            "java/text/.*",
            "java/time/format/DateTimeFormatter\\.(ofLocalized|localizedBy|withLocale).*",
            "java/nio/charset/Charset\\.(forName|isSupported|availableCharsets)",
            // what is found by a text: algorithms, protocols, beans
            "java/security/(cert/)?\\w+\\.getInstance",
            "javax/(crypto|net/ssl)/\\w+\\.getInstance",
            "java/net/(URL\\.(<init>|open\\w+)|URI\\.toURL)",
            "io/quarkus/arc/Arc\\..*",
            "jakarta/enterprise/inject/spi/CDI\\..*",
            // the management of a JVM, of which an executable has little
            "(java/lang/management|javax/management|com/sun/management)/.*",
            "io/micrometer/core/instrument/binder/.*",
            // objects as JSON
            "com/fasterxml/jackson/databind/(ObjectMapper|ObjectReader|ObjectWriter|json/JsonMapper)\\."
                    + "(convert|readValue|readerFor|treeToValue|update|valueToTree|write)\\w*",
            "com/fasterxml/jackson/databind/node/(POJONode\\..*|\\w+\\.\\w*(POJO|pojo)\\w*)",
            "com/fasterxml/jackson/core/\\w+\\.(readValue\\w*|writeObject|writePOJO)",
            "io/quarkiverse/loggingjson/JsonGenerator\\.writeObject\\w*",
            "io/vertx/core/json/(Json\\..*|JsonObject\\.(mapTo|mapFrom)|JsonArray\\.<init>)",
            // libraries that look for parts of theirs by name
            "io/opentelemetry/exporter/\\w+(/\\w+)*\\.builder",
            "io/opentelemetry/api/GlobalOpenTelemetry\\..*",
            "io/opentelemetry/sdk/autoconfigure/.*",
            "io/quarkus/rest/client/reactive/QuarkusRestClientBuilder\\.build",
            "software/amazon/awssdk/services/\\w+/\\w+Client\\.(builder|create)",
            "io/netty/channel/\\w*Pipeline\\.add\\w+",
            "io/vertx/core/VertxOptions\\..*",
            "io/vertx/core/\\w+/OpenSSLEngineOptions\\..*",
            "io/vertx/core/\\w+/\\w+Options\\.(setSslEngineOptions|addCompressor|setDecompressionSupported"
                    + "|setTryUseCompression|setCompressionSupported)"));

    /** Superclasses whose subclasses are looked for by name. */
    private static final Pattern SUPERCLASSES = Pattern.compile(
            "java/util/logging/\\w+|org/jboss/logmanager/.*|java/util/ListResourceBundle|java/lang/ClassLoader");

    private static final Pattern CLASS_NAME = Pattern.compile("[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z][\\w$]*");

    private NativeUses() {}

    /** Each as the simple name of the class that does it and what it is, such as {@code PriceTable: Class.getResourceAsStream}. */
    static TreeSet<String> of(List<ClassNode> classes) {
        var uses = new TreeSet<String>();
        for (var one : classes) {
            var type = OurClasses.simpleName(one);
            if (one.superName != null && SUPERCLASSES.matcher(one.superName).matches()) {
                uses.add(type + ": " + shortName(one.superName));
            }
            instructions(one)
                    .flatMap(NativeUses::named)
                    .filter(name -> CALLS.matcher(name).matches())
                    .forEach(name -> uses.add(type + ": " + shortName(name)));
            instructions(one)
                    .flatMap(NativeUses::texts)
                    .filter(text -> CLASS_NAME.matcher(text).matches() && isClass(text))
                    .forEach(text -> uses.add(type + ": \"" + text + "\""));
        }
        return uses;
    }

    private static Stream<AbstractInsnNode> instructions(ClassNode type) {
        return type.methods.stream().flatMap(method -> StreamSupport.stream(method.instructions.spliterator(), false));
    }

    /** What it calls, be it by a reference to a method. */
    private static Stream<String> named(AbstractInsnNode instruction) {
        if (instruction instanceof MethodInsnNode call) {
            return Stream.of(call.owner + "." + call.name);
        }
        if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            return Stream.of(dynamic.bsmArgs)
                    .filter(Handle.class::isInstance)
                    .map(Handle.class::cast)
                    .map(handle -> handle.getOwner() + "." + handle.getName());
        }
        return Stream.empty();
    }

    private static Stream<String> texts(AbstractInsnNode instruction) {
        return instruction instanceof LdcInsnNode constant && constant.cst instanceof String text
                ? Stream.of(text)
                : Stream.empty();
    }

    private static boolean isClass(String name) {
        return NativeUses.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    private static String shortName(String name) {
        return name.replaceFirst(".*/", "");
    }
}
