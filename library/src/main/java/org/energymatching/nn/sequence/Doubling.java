package org.energymatching.nn.sequence;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Tensor;

/**
 * Every position twice: (L · B, C) to (2L · B, C), position by position.
 *
 * @param length L
 */
record Doubling(int length) implements SequenceLayer {

    @Override
    public Stream<ParameterSpec> parameters() {
        return Stream.of();
    }

    @Override
    public void prepare(SequenceWeights weights) {}

    @Override
    public Tensor apply(Tensor x, Tensor e, Pass pass) {
        return twice(x);
    }

    @Override
    public Linearization linearize(Tensor x, DirectPass pass) {
        return new LinearMap(this::twice, this::summed, x);
    }

    private Tensor twice(Tensor x) {
        long numbers = x.unwrap().numel() / length;
        return x.reshape(length, 1, numbers)
                .expand(length, 2, numbers)
                .reshape(-1, x.unwrap().size(1));
    }

    private Tensor summed(Tensor x) {
        return x.reshape(length, 2, x.unwrap().numel() / length / 2)
                .sum(1L)
                .reshape(-1, x.unwrap().size(1));
    }
}
