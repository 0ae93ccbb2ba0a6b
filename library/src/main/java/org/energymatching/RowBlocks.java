package org.energymatching;

import java.util.List;
import java.util.function.Function;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/** Functions of independent rows, evaluated in blocks of equal size on all cores. */
final class RowBlocks {

    private static final int ROWS = 256;

    /** Rows of pictures are long, and what a network makes of one is many times longer: fewer go together. */
    private static final int NUMBERS = 1 << 16;

    private RowBlocks() {}

    /** V of each row. */
    static double[] energies(Potential potential, Samples x) {
        List<float[]> blocks = map(
                x,
                block -> RowEnergies.of(potential.energy(block), block, RowEnergies.POTENTIAL)
                        .detach()
                        .floats());
        double[] energies = new double[x.rows()];
        int row = 0;
        for (float[] block : blocks) {
            for (float energy : block) {
                energies[row++] = energy;
            }
        }
        return energies;
    }

    /** dV/dx of each row, likewise. */
    static Samples gradients(Potential potential, Samples x) {
        return join(
                map(
                        x,
                        block -> RowEnergies.slope(potential.drift(block), block, RowEnergies.POTENTIAL)
                                .negate()
                                .floats()),
                x.shape());
    }

    private static List<float[]> map(Samples x, Function<Tensor, float[]> function) {
        int size = Math.max(1, Math.min(ROWS, NUMBERS / Math.max(1, x.width())));
        int blocks = (x.rows() + size - 1) / size;
        return Workers.common().map(blocks, block -> {
            try (Scope scope = Scope.open()) {
                Samples part = x.slice(block * size, Math.min(x.rows(), (block + 1) * size));
                return function.apply(Tensor.of(part.values(), part.shape()));
            }
        });
    }

    private static Samples join(List<float[]> blocks, Shape shape) {
        float[] all = new float[shape.length()];
        int at = 0;
        for (float[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return new Samples(all, shape);
    }
}
