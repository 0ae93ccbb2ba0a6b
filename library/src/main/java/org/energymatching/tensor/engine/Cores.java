package org.energymatching.tensor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The useful number of threads on this machine: processors may be two threads of one core, or be shared with others; then two
 * threads are no faster than one, and have blocks half as wide.
 *
 * @param threads the smallest number that reaches 4/5 of the best throughput
 * @param processors the number that the machine reports
 * @param gain the throughput of all processors relative to one
 */
public record Cores(int threads, int processors, double gain) {

    private static final int SIDE = 256;
    private static final int ROUNDS = 3;
    private static final long NANOS_A_ROUND = 40_000_000;
    private static final double ENOUGH = 0.8;

    /** Measures it, in about a third of a second; a machine of one processor is not measured. */
    public static Cores measure() {
        int processors = Runtime.getRuntime().availableProcessors();
        NavigableMap<Integer, Double> rates = new TreeMap<>();
        if (processors > 1) {
            NavigableSet<Integer> choices = new TreeSet<>(List.of(1, (processors + 1) / 2, processors));
            ExecutorService pool = Executors.newFixedThreadPool(processors);
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int threads : choices) {
                        rates.merge(threads, products(pool, threads), Math::max);
                    }
                }
            } finally {
                pool.shutdown();
            }
        }
        return of(rates, processors);
    }

    /** The choice for measured numbers of products by numbers of threads. */
    static Cores of(NavigableMap<Integer, Double> rates, int processors) {
        double most = rates.values().stream().mapToDouble(rate -> rate).max().orElse(0);
        return rates.entrySet().stream()
                .filter(each -> each.getValue() >= ENOUGH * most)
                .findFirst()
                .map(fewest -> new Cores(
                        fewest.getKey(),
                        processors,
                        rates.lastEntry().getValue() / rates.firstEntry().getValue()))
                .orElse(new Cores(1, processors, 1));
    }

    private static double products(ExecutorService pool, int threads) {
        long end = System.nanoTime() + NANOS_A_ROUND;
        try {
            double sum = 0;
            for (Future<Long> each : pool.invokeAll(tasks(threads, end))) {
                sum += each.get();
            }
            return sum;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException failed) {
            throw new FailedException(
                    "The machine's cores could not be measured: " + failed.getCause() + ".",
                    "Products of small matrices are computed on one thread and on all.",
                    "Name a number of threads, as in --threads 2.",
                    failed);
        }
    }

    private static List<Callable<Long>> tasks(int threads, long end) {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(() -> {
                try (Scope scope = Scope.open()) {
                    Tensor matrix = Noise.normal(Rng.of(0), 0, Shape.of(SIDE, SIDE), Device.cpu());
                    long count = 0;
                    while (System.nanoTime() < end) {
                        try (Scope one = Scope.open()) {
                            matrix.matmul(matrix);
                        }
                        count++;
                    }
                    return count;
                }
            });
        }
        return tasks;
    }
}
