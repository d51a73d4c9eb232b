package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class LinkedTypesTest {

    @TempDir
    private Path folder;

    @Test
    void finds_what_is_named_by_what_can_be_reached_and_is_not_there() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        jar("ours.jar", Map.of("ours/A", calling("library/B", "()Ljava/util/List;")));
        jar(
                "lib/library.jar",
                Map.of(
                        "library/B", calling("gone/C", "([[Lgone/D;Ljava/sql/Connection;)V"),
                        "library/Unused", calling("gone/E", "()V")));

        assertEquals(
                Map.of("gone/C", Set.of("library/B"), "gone/D", Set.of("library/B")),
                new LinkedTypes(folder).missing());
    }

    /** A class with a method that calls a static one of another class. */
    private static ClassWriter calling(String type, String descriptor) {
        var writer = new ClassWriter(0);
        var method = writer.visitMethod(Opcodes.ACC_STATIC, "call", "()V", null, null);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, type, "called", descriptor, false);
        return writer;
    }

    private void jar(String name, Map<String, ClassWriter> types) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (var type : types.entrySet()) {
                type.getValue().visit(Opcodes.V17, Opcodes.ACC_PUBLIC, type.getKey(), null, "java/lang/Object", null);
                zip.putNextEntry(new ZipEntry(type.getKey() + ".class"));
                zip.write(type.getValue().toByteArray());
            }
        }
    }
}
