package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What static initialisers do, they do while a native executable is built, and what they leave is the same in each of its
 * processes: random numbers, the time, the environment, connections, threads and open files must not be among it. So they
 * may make values and nothing else. Quarkus has every class initialised then but those that {@link NativeConfiguration}
 * says are initialised at run time; of ours that is none.
 */
class StaticInitialisersTest {

    /** What makes values: the same for the same arguments, wherever and whenever. */
    private static final Pattern VALUES = Pattern.compile(String.join(
            "|",
            "java/lang/(Object|Enum|Record|String|StringBuilder|Boolean|Character|Byte|Short|Integer|Long|Float|Double|Math"
                    + "|Iterable|CharSequence)\\..*",
            "java/lang/Class\\.(getName|getSimpleName|desiredAssertionStatus)",
            "java/lang/\\w+(Exception|Error)\\.<init>",
            // empty until a thread puts something in
            "java/lang/ThreadLocal\\.<init>",
            "java/math/.*",
            "java/util/(List|Set|Map|Map\\$Entry|Collection|Collections|Arrays|ArrayList|HashMap|HashSet|LinkedHashMap"
                    + "|TreeMap|TreeSet|EnumSet|EnumMap|Iterator|Objects|Comparator|Optional|OptionalInt|OptionalLong"
                    + "|HexFormat|Base64|BitSet)\\..*",
            "java/util/(regex|stream|function)/.*",
            "java/nio/charset/StandardCharsets\\..*",
            "java/time/(Duration|Period)\\.(of|parse|to|get|plus|multipliedBy|compareTo|between)\\w*",
            "java/time/Instant\\.(from|plus|isAfter|isBefore)",
            "java/time/format/DateTimeFormatter\\.parse",
            // the addresses of this machine are in classes of their own, which Netty has initialised at run time
            "io/netty/util/NetUtil\\.createByteArrayFromIpAddressString",
            "com/fasterxml/jackson/core/(JsonFactory|TSFBuilder|StreamReadConstraints|StreamReadConstraints\\$Builder"
                    + "|JsonToken)\\..*",
            "com/fasterxml/jackson/databind/json/JsonMapper(\\$Builder)?\\..*",
            "io/smallrye/mutiny/(Uni\\.createFrom|groups/UniCreate\\.item)",
            // a logger by its name, for which Quarkus has the level set when the process starts
            "org/jboss/logging/Logger\\.getLogger",
            "(io/opentelemetry/api/common|io/netty/util)/AttributeKey\\..*"));

    @Test
    void make_values_and_nothing_that_belongs_to_a_process() {
        assertEquals("", String.join("\n", beyondValues(OurClasses.all())));
    }

    @Test
    void are_followed_into_what_they_call() {
        assertEquals(
                Set.of(
                        "System.nanoTime by InitialisersOfAllKinds",
                        "System.getenv by InitialisersOfAllKinds",
                        "SecureRandom.<init> by InitialisersOfAllKinds",
                        "Thread.<init> by InitialisersOfAllKinds$Inner",
                        "Instant.now by InitialisersOfAllKinds$Inner",
                        "ThreadLocalRandom.current by InitialisersOfAllKinds",
                        "ThreadLocalRandom.nextInt by InitialisersOfAllKinds",
                        "System.out by InitialisersOfAllKinds"),
                beyondValues(List.of(
                        OurClasses.read(InitialisersOfAllKinds.class),
                        OurClasses.read(InitialisersOfAllKinds.Inner.class))));
    }

    private static Set<String> beyondValues(List<ClassNode> classes) {
        var types = new HashMap<String, ClassNode>();
        classes.forEach(one -> types.put(one.name, one));
        var found = new TreeSet<String>();
        var seen = new HashSet<MethodNode>();
        var left = new ArrayDeque<Called>();
        classes.forEach(one -> add(left, seen, one, "<clinit>", "()V"));
        while (!left.isEmpty()) {
            var method = left.remove();
            for (var instruction : method.body().instructions) {
                if (instruction instanceof MethodInsnNode call) {
                    if (!add(left, seen, types, call.owner, call.name, call.desc)
                            && !VALUES.matcher(call.owner + "." + call.name).matches()) {
                        found.add(said(call.owner, call.name, method));
                    }
                } else if (instruction instanceof InvokeDynamicInsnNode dynamic && !isKept(dynamic)) {
                    Stream.of(dynamic.bsmArgs)
                            .filter(Handle.class::isInstance)
                            .map(Handle.class::cast)
                            .forEach(one -> add(left, seen, types, one.getOwner(), one.getName(), one.getDesc()));
                } else if (instruction instanceof FieldInsnNode field
                        && field.getOpcode() == Opcodes.GETSTATIC
                        && field.owner.equals("java/lang/System")) {
                    found.add(said(field.owner, field.name, method));
                }
            }
        }
        return found;
    }

    /** A function that is put into a field as it is; whether others are run at once cannot be seen. */
    private static boolean isKept(InvokeDynamicInsnNode function) {
        return function.getNext() != null && function.getNext().getOpcode() == Opcodes.PUTSTATIC;
    }

    private static String said(String owner, String name, Called method) {
        return owner.replaceFirst(".*/", "") + "." + name + " by "
                + method.type().replaceFirst(".*/", "");
    }

    /** Whether a call is of our own code, which is then followed. */
    private static boolean add(
            ArrayDeque<Called> left,
            Set<MethodNode> seen,
            Map<String, ClassNode> types,
            String owner,
            String name,
            String descriptor) {
        var type = types.get(owner);
        if (type == null) {
            return owner.startsWith("[");
        }
        for (var one = type; one != null; one = types.get(one.superName)) {
            add(left, seen, one, name, descriptor);
        }
        return true;
    }

    private static void add(
            ArrayDeque<Called> left, Set<MethodNode> seen, ClassNode type, String name, String descriptor) {
        type.methods.stream()
                .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
                .filter(seen::add)
                .forEach(method -> left.add(new Called(type.name, method)));
    }

    private record Called(String type, MethodNode body) {}
}
