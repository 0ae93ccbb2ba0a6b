package org.energymatching;

import java.util.stream.LongStream;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Network;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The potential of a network with its current parameters. It is checked once that its rows do not depend on one another.
 *
 * @param network V
 * @param separate the check
 * @param wide how many rows it evaluates together
 * @param condition c of each row, (B, k), or of all rows, (1, k); null for V(x)
 * @param part the rows of the condition that are used; null for all
 */
record NetworkPotential(
        Network network,
        SeparateRows separate,
        WideBlocks wide,
        @Nullable Tensor condition,
        NetworkPotential.@Nullable Part part)
        implements Potential {

    @Override
    public Potential given(Tensor other) {
        int width = network.architecture().conditions().width();
        if (width == 0) {
            return Potential.super.given(other);
        }
        if (other.shape().rank() != 2 || other.shape().at(1) != width) {
            throw new UsageException(
                    "A condition of shape " + other.shape() + " was given.",
                    "A condition is encoded in a row of " + width + " numbers.",
                    "Encode it with the Conditions of the network.");
        }
        return new NetworkPotential(network, separate, wide, other, null);
    }

    @Override
    public Potential rows(long from, long to) {
        if (condition == null || condition.shape().at(0) == 1) {
            return this;
        }
        long first = from + (part == null ? 0 : part.from()); // rows of a part are counted from its first row
        long given = condition.shape().at(0);
        if (first >= given && part == null) {
            throw new UsageException(
                    "Rows from " + from + " on were asked of a potential with conditions for " + given + ".",
                    "Each row has a condition of its own.",
                    "Give as many conditions as there are rows, or one for all.");
        }
        return new NetworkPotential(network, separate, wide, condition, new Part(first, first + to - from));
    }

    /** Rows of the condition, copied at each evaluation, so that no caller has to free them. */
    private record Part(long from, long to) {

        /** Rows beyond the last one only fill a block; their values are not used. */
        Tensor of(Tensor condition) {
            long rows = condition.shape().at(0);
            return to <= rows
                    ? condition.rows(from, to)
                    : condition.pick(LongStream.range(from, to)
                            .mapToInt(row -> (int) Math.min(row, rows - 1))
                            .toArray());
        }
    }

    /** The network under the condition. */
    private Network conditioned() {
        return condition == null
                ? network
                : new Network(
                        network.architecture().given(part == null ? condition : part.of(condition)),
                        network.parameters());
    }

    @Override
    public boolean isSmooth() {
        return network.architecture().isSmooth();
    }

    @Override
    public Device device() {
        return network.parameters().device();
    }

    /** Whether blocks of so many rows in place of {@code blockRows} are faster and give the same bits. */
    boolean together(int blockRows, int rows) {
        return network.architecture().gainsFromWideBlocks()
                && device().equals(Device.cpu())
                && wide.same(network, blockRows, rows);
    }

    @Override
    public Tensor energy(Tensor x) {
        return conditioned().energy(x);
    }

    @Override
    public Tensor drift(Tensor x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(RowEnergies.slope(conditioned().drift(x), x, RowEnergies.POTENTIAL));
        }
    }

    @Override
    public Tensor trainableDrift(Tensor x) {
        return RowEnergies.slope(conditioned().trainableDrift(x), x, RowEnergies.POTENTIAL);
    }

    @Override
    public double[] energies(Samples x) {
        separate.require(this, x);
        return RowBlocks.energies(this, x);
    }

    @Override
    public Samples gradients(Samples x) {
        separate.require(this, x);
        return RowBlocks.gradients(this, x);
    }
}
