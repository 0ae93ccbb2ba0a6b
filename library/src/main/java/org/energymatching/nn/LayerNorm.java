package org.energymatching.nn;

import java.util.stream.Stream;
import org.bytedeco.javacpp.BoolPointer;
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
    public Traced trace(Tensor x, Pass pass) {
        var weight = new TensorOptional(pass.weight(name + ".weight").unwrap());
        var bias = new TensorOptional(pass.weight(name + ".bias").unwrap());
        long[] axes = {width};
        var normal = torch.native_layer_norm(x.unwrap(), axes, weight, bias, STABILITY); // y, mean, 1/deviation
        BoolPointer ofInput = new BoolPointer(3).put(0, true).put(1, false).put(2, false);
        return new Traced(
                Tensor.wrap(normal.get0()),
                gradient -> Tensor.result(() -> torch.native_layer_norm_backward(
                                gradient.unwrap(), x.unwrap(), axes, normal.get1(), normal.get2(), weight, bias, ofInput)
                        .get0()));
    }
}
