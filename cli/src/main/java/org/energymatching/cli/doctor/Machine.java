package org.energymatching.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The facts about this machine that decide whether the program runs.
 *
 * @param javaVersion such as {@code 17.0.15+6}
 * @param javaVendor the vendor of the JDK
 * @param os {@code os.name}
 * @param arch {@code os.arch}
 * @param libc the first line of {@code ldd --version}; null if it is not available or this isn't Linux
 * @param jars the file names on the class path
 * @param cache where the natives unpack
 * @param cacheWritable whether files can be created there
 * @param diskFree bytes free there
 * @param memoryFree bytes of memory that are free or can be freed
 * @param heapLimit bytes Java's own objects may take ({@code -Xmx})
 * @param cores processors this JVM may use
 * @param threads the number of computing threads
 * @param waitPolicy {@code OMP_WAIT_POLICY}; null if unset
 * @param gpus name and memory of each NVIDIA GPU, from its driver
 */
public record Machine(
        String javaVersion,
        String javaVendor,
        String os,
        String arch,
        @Nullable String libc,
        List<String> jars,
        Path cache,
        boolean cacheWritable,
        long diskFree,
        long memoryFree,
        long heapLimit,
        int cores,
        int threads,
        @Nullable String waitPolicy,
        List<String> gpus) {

    /** The machine this runs on. */
    public static Machine here() {
        String os = System.getProperty("os.name", "");
        Path cache = cacheDirectory();
        File existing = existing(cache).toFile();
        return new Machine(
                Runtime.version().toString(),
                System.getProperty("java.vendor", "unknown"),
                os,
                System.getProperty("os.arch", ""),
                os.equals("Linux")
                        ? lines("ldd", "--version").stream().findFirst().orElse(null)
                        : null,
                Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                        .map(entry -> new File(entry).getName())
                        .toList(),
                cache,
                existing.canWrite(),
                existing.getUsableSpace(),
                availableMemory(),
                Runtime.getRuntime().maxMemory(),
                Runtime.getRuntime().availableProcessors(),
                Workers.common().count(),
                System.getenv("OMP_WAIT_POLICY"),
                lines("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"));
    }

    private static Path cacheDirectory() {
        String chosen = System.getProperty("org.bytedeco.javacpp.cachedir", "");
        return chosen.isEmpty() ? Path.of(System.getProperty("user.home", ""), ".javacpp", "cache") : Path.of(chosen);
    }

    private static Path existing(Path path) {
        Path parent = path.toAbsolutePath();
        while (!Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        return parent;
    }

    /** The output lines of a program, of both streams as musl's ldd needs it; none if there is no such program. */
    private static List<String> lines(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) ? text.lines().toList() : List.of();
        } catch (IOException absent) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** On Linux the kernel's own estimate, which includes what its caches would release. */
    private static long availableMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getFreeMemorySize();
        }
    }
}
