package org.energymatching.nn;

import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Each of 32 groups of channels brought to mean 0 and deviation 1, then scaled and shifted channel by channel (Wu, He
 * 2018).
 *
 * @param name its prefix in the state dict
 * @param channels of the picture, a multiple of 32
 */
record GroupNorm(String name, int channels) implements Layer {

    static final int GROUPS = 32;
    private static final double STABILITY = 1e-5;

    @Override
    public Stream<ParameterSpec> parameters() {
        return Stream.of(
                ParameterSpec.constant(name + ".weight", Shape.of(channels), 1),
                ParameterSpec.constant(name + ".bias", Shape.of(channels), 0));
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        return Tensor.result(() -> torch.group_norm(
                x.unwrap(),
                GROUPS,
                new TensorOptional(pass.weight(name + ".weight").unwrap()),
                new TensorOptional(pass.weight(name + ".bias").unwrap()),
                STABILITY,
                false));
    }
}
