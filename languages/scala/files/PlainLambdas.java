import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars and makes the serializable lambdas of Scala's function types plain ones. An AOT cache of the JVM keeps plain lambdas only; all
 * others are made anew in every process, and the compiler needs a thousand of them for a program of one line.
 *
 * What such a lambda loses, and a compiler does not miss: it cannot be serialized, and has no second method of its exact types, which nothing
 * could call through the function type.
 *
 * Usage: java PlainLambdas.java FOLDER JAR... (into FOLDER, by the same names)
 */
public class PlainLambdas {
    private static final DirectMethodHandleDesc PLAIN =
        ConstantDescs.ofCallsiteBootstrap(
            ClassDesc.of("java.lang.invoke.LambdaMetafactory"),
            "metafactory",
            ConstantDescs.CD_CallSite,
            ConstantDescs.CD_MethodType,
            ConstantDescs.CD_MethodHandle,
            ConstantDescs.CD_MethodType);
    private static final Pattern FUNCTION = Pattern.compile("Lscala/(Function\\d+|runtime/java8/JFunction[\\w$]+);");
    /** Types of the method and of the lambda, and what it does; the flags and what they announce follow. */
    private static final int PLAIN_ARGUMENTS = 3;

    private static final CodeTransform LAMBDAS = (code, element) -> {
        if (isSerializableFunction(element) && element instanceof InvokeDynamicInstruction call) {
            var arguments = call.bootstrapArgs().subList(0, PLAIN_ARGUMENTS).toArray(ConstantDesc[]::new);
            code.invokedynamic(DynamicCallSiteDesc.of(PLAIN, call.name().stringValue(), call.typeSymbol(), arguments));
        } else {
            code.with(element);
        }
    };

    private static boolean isSerializableFunction(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call
            && call.bootstrapMethod().methodName().equals("altMetafactory")
            && FUNCTION.matcher(call.typeSymbol().returnType().descriptorString()).matches();
    }

    public static void main(String[] args) throws IOException {
        var folder = Files.createDirectories(Path.of(args[0]));
        var jars = new URL[args.length - 1];
        for (int i = 0; i < jars.length; i++) jars[i] = Path.of(args[i + 1]).toUri().toURL();
        try (var loader = new URLClassLoader(jars)) {
            var hierarchy = ClassHierarchyResolver.ofResourceParsing(loader);
            var classFile = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
            for (int i = 1; i < args.length; i++) copy(classFile, Path.of(args[i]), folder);
        }
    }

    private static void copy(ClassFile classFile, Path jar, Path folder) throws IOException {
        var to = Files.newOutputStream(folder.resolve(jar.getFileName()));
        try (var in = new ZipFile(jar.toFile()); var out = new ZipOutputStream(new BufferedOutputStream(to))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                var bytes = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? plain(classFile, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] plain(ClassFile classFile, byte[] bytes) {
        var model = classFile.parse(bytes);
        var elements = model.methods().stream().flatMap(method -> method.code().stream()).flatMap(CodeModel::elementStream);
        if (elements.noneMatch(PlainLambdas::isSerializableFunction)) return bytes;
        return classFile.transformClass(model, ClassTransform.transformingMethodBodies(LAMBDAS));
    }
}
