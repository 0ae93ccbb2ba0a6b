package org.energymatching.tensor;

import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * Loads libtorch, keeps its own thread pools out of the way and puts its errors into sentences.
 *
 * <p>Parallel work in this library runs on {@link Workers}, whole rows to a core. libtorch's OpenMP team and OpenBLAS'
 * threads would spin beside them, and collapse when another process holds a core; so each thread that enters the engine
 * is told to compute alone.
 */
public final class Engine {

    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        torch.set_num_threads(1);
        return true;
    });

    static {
        load();
    }

    private Engine() {}

    /** Makes the engine ready on the calling thread; costs nothing after the first call. */
    static void enter() {
        PREPARED.get();
    }

    /** The version of the binding that is on the class path, as in {@code 2.10.0-1.5.13}. */
    public static String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Whether this build of libtorch can reach a CUDA device on this machine. */
    public static boolean hasCuda() {
        return torch.cuda_is_available();
    }

    /** The number of tensors and other native objects that are alive now; leak tests compare it. */
    public static long liveObjects() {
        return org.bytedeco.javacpp.Pointer.totalCount();
    }

    /** The physical memory of this process in bytes, as the operating system counts it. */
    public static long residentBytes() {
        return org.bytedeco.javacpp.Pointer.physicalBytes();
    }

    /** Runs an operation of the engine; a C++ exception becomes a sentence, its 40 lines the cause. */
    static <T> T call(Supplier<T> operation) {
        enter();
        try {
            return operation.get();
        } catch (RuntimeException thrown) {
            String text = thrown.getMessage();
            if (text == null || !text.contains("Exception raised from")) {
                throw thrown;
            }
            throw new UsageException(
                    "The tensor engine refused an operation: "
                            + text.lines().findFirst().orElse("no reason given") + ".",
                    "The shapes and kinds of all operands fit the operation.",
                    "Check the shapes that the potential or operator computes with.",
                    thrown);
        }
    }

    private static void load() {
        // JavaCPP would otherwise collect garbage whenever resident memory passes four times the heap.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        try {
            Loader.load(torch.class);
            openblas_nolapack.blas_set_num_threads(1);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError missing) {
            String platform = System.getProperty("os.name") + " "
                    + System.getProperty("os.arch").toLowerCase(Locale.ROOT);
            throw new FailedException(
                    "The native libraries of libtorch could not be loaded on " + platform + ": " + missing.getMessage()
                            + ".",
                    "The artifacts org.bytedeco:pytorch, openblas and javacpp stand on the class path with this"
                            + " platform's classifier, and the system has glibc 2.35 or newer.",
                    "Run 'em doctor', which names what is missing and the lines that mend it.",
                    missing);
        }
    }
}
