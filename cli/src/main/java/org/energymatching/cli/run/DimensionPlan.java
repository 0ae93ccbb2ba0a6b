package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * What {@code em dimension} is to compute.
 *
 * @param method of finding eigenvalues
 * @param probes random directions of Lanczos' method
 * @param steps of Lanczos' method
 * @param threshold τ; null for one that is found
 * @param pngSizes whether dimensions are set against the sizes of pictures as files
 * @param seed of random directions
 */
record DimensionPlan(
        Method method, int probes, int steps, @Nullable Double threshold, boolean pngSizes, long seed) {

    /** How eigenvalues are found. */
    enum Method {
        /** All of them, by as many products as a point has numbers. */
        EXACT,
        /** Their distribution, by fewer. */
        LANCZOS
    }

    /** Up to so many numbers a point, all eigenvalues are computed where nobody says. */
    static final int EXACT = 256;

    /** The share of the exact method's products that Lanczos' method takes where nobody says. */
    private static final int TENTH = 10;

    private static final int PROBES = 2;
    private static final int FEWEST_STEPS = 8;

    /**
     * Points with their numbers in the file.
     *
     * @param rows which rows of the file they are, from 0
     * @param points in standardised units
     */
    record Points(int[] rows, Samples points) {}

    /** A plan for points of so many numbers; what is null is chosen here. */
    static DimensionPlan of(
            int width,
            @Nullable Method method,
            @Nullable Integer probes,
            @Nullable Integer steps,
            @Nullable Double threshold,
            boolean pngSizes,
            long seed) {
        Method chosen = method != null ? method : width <= EXACT ? Method.EXACT : Method.LANCZOS;
        if (chosen == Method.EXACT && (probes != null || steps != null)) {
            throw new UsageException(
                    (probes != null ? "--probes" : "--steps") + " is given, but all eigenvalues are computed.",
                    "Directions and steps belong to Lanczos' method, which is taken above " + EXACT
                            + " numbers a point.",
                    "Leave the option out, or add --method lanczos.");
        }
        int directions = probes != null ? probes : PROBES;
        if (directions < 2 || (steps != null && steps < 1)) {
            throw new UsageException(
                    directions + " directions and " + (steps == null ? "no" : steps) + " steps were asked for.",
                    "There are 2 directions or more, so that their scatter tells the error, and 1 step or more.",
                    "Choose for example --probes 4 --steps 20.");
        }
        int length = steps != null ? steps : Math.max(FEWEST_STEPS, width / TENTH / directions);
        return new DimensionPlan(chosen, directions, Math.min(width, length), threshold, pngSizes, seed);
    }

    /** The points of a file: all, or so many drawn at random, in the order of the file. */
    Points points(TrainedRun run, Path file, @Nullable Integer n, long seed) {
        Samples all = run.standardised(file);
        int[] rows = IntStream.range(0, all.rows()).toArray();
        if (n == null || n >= rows.length) {
            return new Points(rows, all);
        }
        Rng rng = Rng.of(seed).stream("rows");
        for (int i = 0; i < n; i++) {
            int other = i + rng.nextInt(rows.length - i);
            int row = rows[other];
            rows[other] = rows[i];
            rows[i] = row;
        }
        int[] drawn = IntStream.of(rows).limit(n).sorted().toArray();
        return new Points(drawn, all.pick(drawn));
    }
}
