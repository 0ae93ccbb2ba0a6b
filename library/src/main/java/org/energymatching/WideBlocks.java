package org.energymatching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * Checks whether a network gives the same energies, to the last bit, for several blocks together as for one block after
 * another.
 *
 * <p>Wide blocks cost less, since matrices are packed again for each product; but the order of the sums in a product may change
 * with the number of columns. It depends on the shapes and on the machine, not on the numbers, so it is checked once for each
 * size, with random rows.
 */
final class WideBlocks {

    private record Size(int blockRows, int together) {}

    private final Map<Size, Boolean> same = new ConcurrentHashMap<>();

    /** Whether so many rows together give the same bits as blocks of {@code blockRows}. */
    boolean same(Network network, int blockRows, int together) {
        return same.computeIfAbsent(new Size(blockRows, together), size -> compare(network, size));
    }

    private static boolean compare(Network network, Size size) {
        try (Scope scope = Scope.open()) {
            Tensor x = Noise.normal(
                    Rng.of(0),
                    0,
                    network.architecture().inputShape().batch(size.together()),
                    network.parameters().device());
            List<Tensor> blocks = new ArrayList<>();
            for (int from = 0; from < size.together(); from += size.blockRows()) {
                blocks.add(network.drift(x.rows(from, from + size.blockRows())));
            }
            return Arrays.equals(
                    network.drift(x).floats(), Tensor.concat(blocks, 0).floats());
        }
    }
}
