package org.energymatching.density;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Density;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The density at t = 1 of the flow dx/dt = -∇V(x) from a source, by the instantaneous change of variables.
 *
 * <pre>log p₁(x(1)) = log p₀(x(0)) + ∫₀¹ ΔV(x(t)) dt</pre>
 *
 * <p>x(0) is found by following the flow backward in time from the point. A flow that contracts forward expands backward, so
 * that errors grow: each row has its own steps, small enough for the tolerance, and is then integrated forward again. Its
 * distance from the original point is the error of the point whose density was computed.
 *
 * <p>R. Chen et al., "Neural ordinary differential equations" (2018); paper, section 3.1.
 *
 * @param potential V
 * @param source p₀, whose density is known
 * @param laplacian how ΔV is computed
 * @param tolerance of a step, for the numbers of a row relative to one more than their size; ten times as much in log p
 */
public record FlowDensity(Potential potential, Density source, Laplacian laplacian, double tolerance) {

    /** The default tolerance. */
    public static final double TOLERANCE = 1e-5;

    private static final int BLOCK_ROWS = 64;

    /** A row of an image is long, and the graph of its gradient is many times larger. */
    private static final int BLOCK_NUMBERS = 1 << 14;

    public FlowDensity {
        if (!(tolerance >= 1e-7 && tolerance < 1)) {
            throw new UsageException(
                    "A flow was to be followed to " + tolerance + ".",
                    "The tolerance lies between 1e-7, where single precision ends, and 1.",
                    "Choose for example " + TOLERANCE + ".");
        }
    }

    /** The flow of a potential from a source, with the exact Laplacian and a tolerance of 10⁻⁵. */
    public static FlowDensity of(Potential potential, Density source) {
        return new FlowDensity(potential, source, Laplacian.exact(), TOLERANCE);
    }

    /** The same with another method for the Laplacian. */
    public FlowDensity with(Laplacian other) {
        return new FlowDensity(potential, source, other, tolerance);
    }

    /** The same with another tolerance. */
    public FlowDensity to(double other) {
        return new FlowDensity(potential, source, laplacian, other);
    }

    /** The density of a source; throws if it has none. */
    public static Density densityOf(Distribution source) {
        if (source instanceof Density density) {
            return density;
        }
        throw new UsageException(
                "The flow starts at " + source.getClass().getSimpleName() + ", whose density is not known.",
                "The likelihood along a flow begins with the likelihood of the source, such as that of StandardNormal.",
                "Use the likelihood at equilibrium, which needs no source.");
    }

    /** log p₁ of each row; row i depends only on itself, its index and the generator. */
    public FlowLikelihood of(Samples x, Rng rng) {
        return of(x, rng, () -> {});
    }

    /** The number of blocks that so many rows make: what {@code onBlock} counts up to. */
    public int blocks(int rows) {
        return (rows + blockRows() - 1) / blockRows();
    }

    /** As above, with a call after every block of rows, from the thread that computed it. */
    public FlowLikelihood of(Samples x, Rng rng, Runnable onBlock) {
        source.requireWidthOf(x);
        List<Block> blocks = Workers.common().divided(blocks(x.rows()), number -> {
            Block block = block(x, number, rng);
            onBlock.run();
            return block;
        });
        int rows = x.rows();
        int probes = laplacian.estimates();
        Samples origins = Samples.concat(blocks.stream().map(Block::origins).toList());
        double[] logs = source.logDensities(origins);
        double[] errors = new double[rows];
        double[] off = new double[rows];
        int[] steps = new int[rows];
        int lost = 0;
        for (int i = 0; i < rows; i++) {
            Block block = blocks.get(i / blockRows());
            int within = i % blockRows();
            String reason = block.lost[within];
            if (reason != null) {
                if (++lost == rows) {
                    throw new FailedException(
                            reason,
                            "The gradient of the potential is finite, and changes over distances that steps can follow.",
                            "Leave the row out, give a larger tolerance (now " + tolerance
                                    + "), or look whether training went astray.");
                }
                logs[i] = Double.NaN;
                off[i] = Double.NaN;
                continue;
            }
            double[] integrals = Arrays.copyOfRange(block.integrals, within * probes, (within + 1) * probes);
            double mean = Arrays.stream(integrals).average().orElseThrow();
            logs[i] += mean;
            if (probes > 1) {
                double square = Arrays.stream(integrals)
                        .map(a -> (a - mean) * (a - mean))
                        .sum();
                errors[i] = Math.sqrt(square / (probes - 1) / probes);
            }
            off[i] = block.off[within];
            steps[i] = block.steps[within];
        }
        return new FlowLikelihood(logs, errors, origins, off, steps);
    }

    private int blockRows() {
        return Math.max(1, Math.min(BLOCK_ROWS, BLOCK_NUMBERS / source.shape().length()));
    }

    /** The result of one block. */
    private record Block(
            Samples origins,
            double[] integrals,
            double[] off,
            int[] steps,
            @Nullable String[] lost) implements Serializable {}

    /** Its last row is repeated to fill the last block, so that every row is computed in the same shapes. */
    private Block block(Samples x, int number, Rng rng) {
        int size = blockRows();
        int first = number * size;
        int asked = Math.min(size, x.rows() - first);
        int[] picked = new int[size];
        Arrays.setAll(picked, i -> Math.min(first + i, x.rows() - 1));
        Samples rows = x.pick(picked);
        Shape shape = source.shape().batch(size);
        double[] begin = new double[rows.values().length];
        Arrays.setAll(begin, at -> rows.values()[at]);

        RowFlow flow = new RowFlow(potential, shape, tolerance, first);
        Laplacian.OfBlock divergence = laplacian.prepare(potential, shape, first, rng);
        RowFlow.End origin = flow.follow(begin, RowFlow.BACKWARD, divergence, laplacian.estimates());
        RowFlow.End back = flow.follow(origin.x(), RowFlow.FORWARD, null, 0);
        @Nullable String[] lost = new @Nullable String[asked];
        Arrays.setAll(lost, i -> origin.lost()[i] != null ? origin.lost()[i] : back.lost()[i]);
        int width = rows.width();
        double[] off = new double[asked];
        for (int at = 0; at < asked * width; at++) {
            off[at / width] = Math.max(off[at / width], Math.abs(back.x()[at] - begin[at]));
        }
        float[] origins = new float[asked * width];
        for (int at = 0; at < origins.length; at++) {
            origins[at] = (float) origin.x()[at];
        }
        return new Block(
                new Samples(origins, source.shape().batch(asked)),
                origin.integrals(),
                off,
                Arrays.copyOf(origin.steps(), asked),
                lost);
    }
}
