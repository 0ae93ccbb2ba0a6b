package org.energymatching;

import java.util.Arrays;
import java.util.function.BiFunction;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/** Evaluates a potential at many independent rows, in blocks of equal size on all cores. */
public final class RowBlocks {

    private static final int ROWS = 256;

    /** Rows of images are long, and a network's activations for one are many times longer, so blocks have fewer rows. */
    private static final int NUMBERS = 1 << 16;

    private RowBlocks() {}

    /** V of each row, detached: (B, …) to (B). */
    public static Tensor energies(Potential potential, Tensor x) {
        return map(potential, x, (part, block) -> RowEnergies.of(part.energy(block), block, RowEnergies.POTENTIAL));
    }

    /** -∇V at each row, detached: (B, …) to (B, …). */
    public static Tensor drifts(Potential potential, Tensor x) {
        return map(potential, x, (part, block) -> RowEnergies.slope(part.drift(block), block, RowEnergies.POTENTIAL));
    }

    /** V of each row. */
    static double[] energies(Potential potential, Samples x) {
        try (Scope scope = Scope.open()) {
            float[] energies = energies(potential, x.tensor(potential.device())).floats();
            double[] widened = new double[energies.length];
            Arrays.setAll(widened, row -> energies[row]);
            return widened;
        }
    }

    /** dV/dx of each row. */
    static Samples gradients(Potential potential, Samples x) {
        try (Scope scope = Scope.open()) {
            return Samples.of(drifts(potential, x.tensor(potential.device())).negate());
        }
    }

    private static Tensor map(Potential potential, Tensor x, BiFunction<Potential, Tensor, Tensor> function) {
        int rows = Math.toIntExact(x.shape().at(0));
        Workers workers = Workers.on(x.device());
        int most = Math.max(1, NUMBERS / Math.max(1, x.shape().row().length()));
        return workers.join(
                rows,
                workers.shardRows(rows, Math.min(ROWS, most)),
                (from, to) -> from == 0 && to == rows
                        ? function.apply(potential, x).detach()
                        : function.apply(potential.rows(from, to), x.rows(from, to))
                                .detach());
    }
}
