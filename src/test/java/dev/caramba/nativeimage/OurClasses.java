package dev.caramba.nativeimage;

import dev.caramba.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** The compiled classes of this build: of what both artifacts have, and of the one that is built. */
final class OurClasses {

    private OurClasses() {}

    static List<ClassNode> all() {
        return in(folder());
    }

    static List<ClassNode> in(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(OurClasses::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The simple name of the class, or of the one that it is in. */
    static String simpleName(ClassNode type) {
        return type.name.replaceFirst(".*/", "").replaceFirst("\\$.*", "");
    }

    private static Path folder() {
        try {
            return Path.of(Json.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ClassNode read(Class<?> type) {
        try (var content = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return read(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassNode read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassNode read(byte[] content) {
        var node = new ClassNode();
        new ClassReader(content).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }
}
