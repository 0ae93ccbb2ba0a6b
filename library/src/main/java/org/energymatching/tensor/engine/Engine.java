package org.energymatching.tensor.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch, disables its thread pools and makes its errors readable.
 *
 * <p>Parallel work in this library runs on {@link Workers}, with whole rows on a core. The threads of libtorch's OpenMP and of
 * OpenBLAS would spin at the same time, and become very slow when another process uses a core; so each thread that enters the
 * engine is set to compute without other threads.
 */
public final class Engine {

    /** Why the natives cannot be used, or null; an exception during the initialisation of a class would lose its message. */
    private static final @Nullable Unusable UNUSABLE = load();

    /** The number of foreign programs that run now. */
    private static final AtomicInteger FOREIGN = new AtomicInteger();

    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        if (UNUSABLE != null) {
            throw new FailedException(
                    "The native libraries of libtorch could not be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + UNUSABLE.reason() + ".",
                    UNUSABLE.expected(),
                    UNUSABLE.remedy());
        }
        torch.set_num_threads(1);
        return true;
    });

    private static final LongAdder READ_BACK = new LongAdder();
    private static final LongAdder UPLOADED = new LongAdder();

    /** The text of an error that is thrown at each use. */
    record Unusable(String reason, String expected, String remedy) {}

    private Engine() {}

    /**
     * Prepares the engine on the calling thread; costs nothing after the first call.
     *
     * @throws FailedException if the natives could not be loaded
     */
    public static void enter() {
        PREPARED.get();
    }

    /** The version of the binding that is on the class path, as in {@code 2.10.0-1.5.13}. */
    public static String version() {
        enter();
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * The kernels of this machine: the level of the processor's instructions, and a digest of the results of a product, a
     * convolution and two functions. Machines with the same text compute the same bits.
     */
    public static String kernels() {
        enter();
        return KernelDigest.HERE;
    }

    /** Which kernels compute the convolutions of image networks: oneDNN where its results are correct here. */
    public static List<ConvolutionVerdict> convolutions() {
        enter();
        return ConvolutionCheck.common();
    }

    /**
     * Runs a foreign program with its own convolutions. Where oneDNN computes contiguous ones incorrectly, it is disabled in
     * this process meanwhile: other threads still get correct results, but more slowly.
     */
    public static <T> T foreign(Supplier<T> program) {
        enter();
        if (ConvolutionCheck.contiguousPass()) {
            return program.get();
        }
        withoutOneDnn(1);
        try {
            return program.get();
        } finally {
            withoutOneDnn(-1);
        }
    }

    private static void withoutOneDnn(int more) {
        synchronized (FOREIGN) {
            torch.globalContext().setUserEnabledMkldnn(FOREIGN.addAndGet(more) == 0);
        }
    }

    /** The number of tensors and other native objects that are allocated now; leak tests compare it. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    /** How many values were read back from the engine into Java since the start of the process; tests of chains compare it. */
    public static long readBacks() {
        return READ_BACK.sum();
    }

    /** How many values were copied from Java to the engine since the start of the process. */
    public static long uploads() {
        return UPLOADED.sum();
    }

    public static void countReadBack(long values) {
        READ_BACK.add(values);
    }

    public static void countUpload(long values) {
        UPLOADED.add(values);
    }

    /** The physical memory of this process in bytes, as the operating system counts it. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    /** Runs an operation of the engine; a C++ exception becomes a readable error, with its full text as the cause. */
    public static <T> T call(Supplier<T> operation) {
        enter();
        try {
            return operation.get();
        } catch (RuntimeException thrown) {
            String text = thrown.getMessage();
            if (text == null || !text.contains("Exception raised from")) {
                throw thrown;
            }
            if (text.contains("allocate memory")) {
                throw new FailedException(
                        "The tensor engine ran out of memory: " + firstLine(text) + ".",
                        "The tensors of a step fit into the machine's memory.",
                        "Evaluate fewer rows together (shardRows), make batch or network smaller, or end other programs.",
                        thrown);
            }
            throw new UsageException(
                    "The tensor engine refused an operation: " + firstLine(text) + ".",
                    "The shapes and kinds of all operands fit the operation.",
                    "Check the shapes that the potential or operator computes with.",
                    thrown);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }

    private static @Nullable Unusable load() {
        // JavaCPP would otherwise collect garbage whenever resident memory passes four times the heap.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        try (NativeCache cache = NativeCache.open()) {
            try {
                Loader.load(torch.class);
                openblas_nolapack.blas_set_num_threads(1);
            } catch (LinkageError missing) {
                return cache.tooFull()
                        .orElse(new Unusable(
                                String.valueOf(missing.getMessage()),
                                "The artifacts org.bytedeco:pytorch, openblas and javacpp stand on the class path with"
                                        + " this platform's classifier, and the system has glibc 2.35 or newer.",
                                "Run 'em doctor', which names what is missing and the lines that mend it."));
            }
            cache.complete();
        }
        // With oneDNN, it would compute few convolutions, unchecked, and it warns at each on processors unknown to it.
        torch.globalContext().setUserEnabledNNPACK(!Context.hasMKLDNN());
        return null;
    }
}
