package org.energymatching.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Several ways of doing the same work, timed in turns in one process, so that what disturbs one disturbs its neighbours too.
 *
 * @param wall milliseconds on the clock, of each way in each round
 * @param cpu milliseconds that this thread computed, of each way in each round
 */
record Rounds(double[][] wall, double[][] cpu) {

    private static final double NANOS = 1e-6;

    /** One round to warm up, then so many; every second one runs the ways in the opposite order. */
    static Rounds of(List<Runnable> ways, int rounds) {
        ways.forEach(Runnable::run);
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        Rounds times = new Rounds(new double[ways.size()][rounds], new double[ways.size()][rounds]);
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                int way = round % 2 == 0 ? turn : ways.size() - 1 - turn;
                long clock = System.nanoTime();
                long computed = thread.getCurrentThreadCpuTime();
                ways.get(way).run();
                times.cpu[way][round] = (thread.getCurrentThreadCpuTime() - computed) * NANOS;
                times.wall[way][round] = (System.nanoTime() - clock) * NANOS;
            }
        }
        return times;
    }

    /** The middle of some times. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** How many times as fast a way is as the first: the median of the rounds' ratios. */
    static double ratio(double[][] times, int way) {
        double[] ratios = new double[times[way].length];
        Arrays.setAll(ratios, round -> times[0][round] / times[way][round]);
        return median(ratios);
    }
}
