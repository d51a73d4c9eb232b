package dev.caramba.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/**
 * The types that the classes of an artifact name, from its own on through those of its libraries. A native image is linked when
 * it is built: a reachable method that names a type which is not there fails the build.
 */
final class LinkedTypes {

    private static final int CLASS = 7;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_TYPE = 16;

    private final Map<String, byte[]> classes = new HashMap<>();
    private final Set<String> own = new HashSet<>();

    /** @param folder the class path of the builder: the artifact's jar, and its libraries in {@code lib} */
    LinkedTypes(Path folder) {
        for (var jar : jars(folder)) {
            read(jar).forEach((name, content) -> {
                classes.putIfAbsent(name, content);
                own.add(name);
            });
        }
        for (var jar : jars(folder.resolve("lib"))) {
            read(jar).forEach(classes::putIfAbsent);
        }
    }

    /** Each type that is named and not there, with the classes that name it. */
    TreeMap<String, Set<String>> missing() {
        var missing = new TreeMap<String, Set<String>>();
        var known = new HashSet<>(own);
        var open = new ArrayDeque<>(new TreeSet<>(own));
        while (!open.isEmpty()) {
            var next = open.poll();
            for (var name : names(classes.get(next))) {
                if (classes.containsKey(name)) {
                    if (known.add(name)) {
                        open.add(name);
                    }
                } else if (!isOfPlatform(name)) {
                    missing.computeIfAbsent(name, none -> new TreeSet<>()).add(next);
                }
            }
        }
        return missing;
    }

    private static boolean isOfPlatform(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }

    private static Set<String> names(byte[] content) {
        var names = new TreeSet<String>();
        var reader = new ClassReader(content);
        var buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            var at = reader.getItem(i);
            if (at == 0) {
                continue;
            }
            switch (content[at - 1]) {
                case CLASS -> add(names, Type.getObjectType(reader.readUTF8(at, buffer)));
                case NAME_AND_TYPE -> addAll(names, reader.readUTF8(at + 2, buffer));
                case METHOD_TYPE -> addAll(names, reader.readUTF8(at, buffer));
                default -> {
                    // names no type
                }
            }
        }
        return names;
    }

    private static void addAll(Set<String> names, String descriptor) {
        if (descriptor.startsWith("(")) {
            for (var argument : Type.getArgumentTypes(descriptor)) {
                add(names, argument);
            }
            add(names, Type.getReturnType(descriptor));
        } else {
            add(names, Type.getType(descriptor));
        }
    }

    private static void add(Set<String> names, Type type) {
        var element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            names.add(element.getInternalName());
        }
    }

    private static List<Path> jars(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> read(Path jar) {
        var found = new HashMap<String, byte[]>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().toList()) {
                var name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    try (var content = zip.getInputStream(entry)) {
                        found.put(name.substring(0, name.length() - ".class".length()), content.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
        return found;
    }
}
