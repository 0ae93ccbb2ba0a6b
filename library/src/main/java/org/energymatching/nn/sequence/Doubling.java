package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Tensor;

/**
 * Upsampling by repetition of every position: (L · B, C) to (2L · B, C), position by position.
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
        long numbers = unwrap(x).numel() / length;
        return x.reshape(length, 1, numbers)
                .expand(length, 2, numbers)
                .reshape(-1, unwrap(x).size(1));
    }

    private Tensor summed(Tensor x) {
        return x.reshape(length, 2, unwrap(x).numel() / length / 2)
                .sum(1L)
                .reshape(-1, unwrap(x).size(1));
    }
}
