import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the old classes of a jar ones of Java 8, with maps of their stacks. An AOT cache of the JVM keeps no class from before Java 6: such
 * classes are read and verified anew in every process, and so is all that inherits from them.
 *
 * A class that uses instructions which later ones must not have, or that would not be valid, is left as it is.
 *
 * Usage: java NewerClasses.java JAR
 */
public class NewerClasses {
    /** From here on stack maps are part of a class. */
    private static final ClassTransform NEWER = (builder, element) -> {
        if (element instanceof ClassFileVersion) builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        else builder.with(element);
    };
    /** All code is written anew, so that its maps are made. */
    private static final ClassTransform MAPPED = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);

    public static void main(String[] args) throws IOException {
        var jar = Path.of(args[0]).toRealPath();
        var made = jar.resolveSibling(jar.getFileName() + ".new");
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var in = new ZipFile(jar.toFile());
                var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(made)))) {
            var hierarchy = ClassHierarchyResolver.ofResourceParsing(loader);
            // By default those get maps whose version asked for them before it was changed.
            var classFile = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy), StackMapsOption.GENERATE_STACK_MAPS);
            for (ZipEntry entry : Collections.list(in.entries())) {
                var bytes = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? newer(classFile, bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] newer(ClassFile classFile, byte[] bytes) {
        var model = classFile.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) return bytes;
        try {
            var made = classFile.transformClass(model, NEWER.andThen(MAPPED));
            return classFile.verify(made).isEmpty() ? made : bytes;
        } catch (IllegalArgumentException subroutines) {
            return bytes;
        }
    }
}
