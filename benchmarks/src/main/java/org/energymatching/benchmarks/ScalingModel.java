package org.energymatching.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The time of a training step in N processes.
 *
 * <pre>
 * t(N) = s + w/N + ((2 · 4P + G) · (N - 1)/N) / B + 3 c (N - 1) λ
 * </pre>
 *
 * <p>Gradients of P floats are summed in a ring, G bytes of chains are gathered; a collective operation takes three one-way delays λ
 * in each of its rounds (measured: a handshake and the data).
 *
 * @param label the work
 * @param parameters P
 * @param divided w: seconds of work on rows, which are divided
 * @param same s: seconds of work that every process does: batches, couplings, the optimizer
 * @param gathered G: bytes of rows that chains end in
 * @param collectives c: collective operations in a step
 */
record ScalingModel(String label, double parameters, double divided, double same, double gathered, int collectives) {

    private static final double DELAYS = 3;
    private static final double HALF = 0.5;

    /**
     * What connects the processes.
     *
     * @param label its name
     * @param bytes B: bytes a second each way
     * @param delay λ: seconds one way
     */
    record Link(String label, double bytes, double delay) {}

    private static final List<Link> LINKS = List.of(
            new Link("10 Gbit/s", 1.25e9, 50e-6),
            new Link("25 Gbit/s", 3.125e9, 30e-6),
            new Link("NVLink", 300e9, 5e-6));

    /** Seconds of a step. */
    double seconds(int processes, Link link) {
        double others = processes - 1.0;
        return same
                + divided / processes
                + (8 * parameters + gathered) * others / processes / link.bytes()
                + DELAYS * collectives * others * link.delay();
    }

    /** The share of N-fold speed that N processes reach. */
    double efficiency(int processes, Link link) {
        return seconds(1, link) / processes / seconds(processes, link);
    }

    /** The largest power of two at which half of the speed remains. */
    int end(Link link) {
        int processes = 1;
        while (processes < 1 << 16 && efficiency(2 * processes, link) >= HALF) {
            processes *= 2;
        }
        return processes;
    }

    /**
     * Prints where scaling ends; or, with {@code predict MS_1 MS_2 PARAMETERS COLLECTIVES DELAY_MS MBIT}, the time of a step of two
     * processes over a slower link from those of one process and of two over a fast link.
     */
    public static void main(String[] arguments) {
        if (arguments.length == 7) {
            predict(arguments);
            return;
        }
        List<ScalingModel> works = List.of(
                new ScalingModel("toy2d, joint step on a core", 198_000, 0.096, 0.079, 128 * 2 * 4, 4),
                new ScalingModel("sequences, flow step on a core", 367_641, 0.130, 0.005, 0, 3),
                new ScalingModel("cifar10, flow step on an A100", 50e6, 0.088, 0.004, 0, 3),
                new ScalingModel("cifar10, joint step on an A100", 50e6, 6.0, 0.004, 128 * 3072 * 4, 4));
        for (ScalingModel work : works) {
            for (Link link : LINKS) {
                System.out.printf(
                        Locale.ROOT,
                        "%-32s %-10s efficiency of 2, 8, 32: %3.0f, %3.0f, %3.0f %%; half at %d%n",
                        work.label(),
                        link.label(),
                        100 * work.efficiency(2, link),
                        100 * work.efficiency(8, link),
                        100 * work.efficiency(32, link),
                        work.end(link));
            }
        }
    }

    private static void predict(String[] arguments) {
        double one = 1e-3 * Double.parseDouble(arguments[1]);
        double two = 1e-3 * Double.parseDouble(arguments[2]);
        double divided = Math.min(one, 2 * (one - two)); // t(1) - t(2) = w/2, where the link is fast
        ScalingModel work = new ScalingModel(
                "predicted",
                Double.parseDouble(arguments[3]),
                divided,
                one - divided,
                0,
                Integer.parseInt(arguments[4]));
        Link link =
                new Link("given", 125e3 * Double.parseDouble(arguments[6]), 1e-3 * Double.parseDouble(arguments[5]));
        System.out.printf(Locale.ROOT, "two processes: %.0f ms a step%n", 1e3 * work.seconds(2, link));
    }
}
