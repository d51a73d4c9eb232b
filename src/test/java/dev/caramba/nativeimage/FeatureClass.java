package dev.caramba.nativeimage;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The class that Quarkus writes for the builder, with what has no place in a file: which classes are initialised when. */
final class FeatureClass {

    private FeatureClass() {}

    /** The classes that it finds by their names, all of which it has initialised at run time. */
    static Set<String> atRunTime(byte[] feature) {
        var names = new HashSet<String>();
        new ClassReader(feature)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] throwing) {
                                return new Names(names);
                            }
                        },
                        ClassReader.SKIP_DEBUG);
        return names;
    }

    /** Takes each text with which {@code Class.forName} is called. */
    private static final class Names extends MethodVisitor {

        private final Set<String> names;
        private String last = "";

        Names(Set<String> names) {
            super(Opcodes.ASM9);
            this.names = names;
        }

        @Override
        public void visitLdcInsn(Object value) {
            last = value instanceof String text ? text : last;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/Class") && name.equals("forName")) {
                names.add(last);
            }
        }
    }
}
