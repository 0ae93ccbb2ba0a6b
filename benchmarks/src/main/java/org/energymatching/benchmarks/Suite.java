package org.energymatching.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.energymatching.tensor.Workers;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks in this process and sets each beside the matrix peak of the same process. */
public final class Suite {

    private Suite() {}

    /** Runs the benchmarks whose names contain the first argument, or all. */
    public static void main(String[] args) throws RunnerException {
        String filter = args.length > 0 ? args[0] : "";
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("Steps\\.(matrixProduct|.*" + filter + ".*)")
                        .forks(0) // the peak and the steps belong to one process
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(7)
                        .measurementTime(TimeValue.seconds(2))
                        .build())
                .run();
        Map<String, Double> milliseconds = new TreeMap<>();
        results.forEach(result -> milliseconds.put(
                result.getPrimaryResult().getLabel(),
                result.getPrimaryResult().getStatistics().getPercentile(50)));
        report(milliseconds);
    }

    private static void report(Map<String, Double> milliseconds) {
        double product = milliseconds.getOrDefault("matrixProduct", Double.NaN);
        double peak = 2.0 * Steps.MATRIX_ROWS * Steps.MATRIX_WIDTH * Steps.MATRIX_WIDTH / product * 1e-6;
        int cores = Workers.common().count();
        System.out.printf(Locale.ROOT, "%nfp32 matrix product on one core: %.0f GFLOP/s; %d workers%n%n", peak, cores);
        System.out.printf("%-16s %12s %10s %16s%n", "median", "ms", "GFLOP/s", "share of peak");
        milliseconds.forEach((name, time) -> {
            double flops = flops(name);
            String share = flops == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%10.0f %15.0f%%",
                            flops / time * 1e-6,
                            100 * flops / time * 1e-6 / (peak * cores));
            System.out.printf(Locale.ROOT, "%-16s %12.4f %s%n", name, time, share);
        });
        System.out.println("Shares are of the peak times the number of workers.");
    }

    private static double flops(String benchmark) {
        double flow = Toy.BATCH * Toy.flowRow();
        double langevin = Toy.BATCH * Toy.drift();
        return switch (benchmark) {
            case "flowStep" -> flow;
            case "langevinStep" -> langevin;
            case "jointStep" -> flow + Toy.LANGEVIN_STEPS * langevin + 2 * Toy.BATCH * Toy.contrastRow();
            default -> 0;
        };
    }
}
