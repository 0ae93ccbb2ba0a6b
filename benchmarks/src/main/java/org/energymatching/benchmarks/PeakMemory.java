package org.energymatching.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Workers;

/**
 * The most memory that a step of training takes beyond what loading and a step of one row took, each measured in a process
 * of its own, since a peak does not fall again.
 */
final class PeakMemory {

    static final int ROWS = 32;

    /** Where Linux tells what a process has used at most. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /** Whether this system tells it. */
    static boolean known() {
        return Files.isReadable(STATUS);
    }

    /** Measures it in this process, MiB; nothing else may have run here before. */
    static double here(Way way, int shardRows) {
        double[] peaks = new double[2];
        Workers.common().runSequentially(() -> {
            try (ImageWork tiny = new ImageWork(1)) {
                tiny.train(way.execution(), 1);
            }
            peaks[0] = peak();
            try (ImageWork work = new ImageWork(ROWS)) {
                work.train(way.execution(), shardRows);
            }
            peaks[1] = peak();
        });
        return peaks[1] - peaks[0];
    }

    /** Measures it in a process of its own, MiB; Java's heap, which gradients and activations lie outside of, is kept small. */
    static double elsewhere(Way way, int shardRows) {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-XX:+UseSerialGC",
                        "-Xms128m",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImageSteps.class.getName(),
                        "--memory",
                        way.label(),
                        "--shard",
                        String.valueOf(shardRows))
                .redirectError(Redirect.INHERIT);
        try {
            Process child = command.start();
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (child.waitFor() == 0) {
                return Double.parseDouble(printed.strip());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new FailedException(
                "The process that was to measure the memory of the way '" + way.label() + "' ended before it did.",
                "It runs one step of " + ROWS + " rows and prints its peak.",
                "Read what it printed above; where memory ran out, end other programs first.");
    }

    private static double peak() {
        try {
            List<String> lines = Files.readAllLines(STATUS);
            return lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
