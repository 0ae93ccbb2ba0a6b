package org.energymatching.nn;

import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The last axis brought to mean 0 and deviation 1, then scaled and shifted (Ba, Kiros, Hinton 2016).
 *
 * @param name its prefix in the state dict
 * @param width the length of the last axis
 */
record LayerNorm(String name, int width) implements Layer {

    private static final double STABILITY = 1e-5;

    @Override
    public Stream<ParameterSpec> parameters() {
        return Stream.of(
                ParameterSpec.constant(name + ".weight", Shape.of(width), 1),
                ParameterSpec.constant(name + ".bias", Shape.of(width), 0));
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        return Tensor.result(() -> torch.layer_norm(
                x.unwrap(),
                new long[] {width},
                new TensorOptional(pass.weight(name + ".weight").unwrap()),
                new TensorOptional(pass.weight(name + ".bias").unwrap()),
                STABILITY,
                false));
    }
}
