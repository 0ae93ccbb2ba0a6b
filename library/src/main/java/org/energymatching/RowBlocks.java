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

    private RowBlocks() {}

    static List<float[]> map(Samples x, Function<Tensor, float[]> function) {
        int blocks = (x.rows() + ROWS - 1) / ROWS;
        return Workers.common().map(blocks, block -> {
            try (Scope scope = Scope.open()) {
                Samples part = x.slice(block * ROWS, Math.min(x.rows(), (block + 1) * ROWS));
                return function.apply(Tensor.of(part.values(), part.shape()));
            }
        });
    }

    static Samples join(List<float[]> blocks, Shape shape) {
        float[] all = new float[shape.length()];
        int at = 0;
        for (float[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return new Samples(all, shape);
    }
}
