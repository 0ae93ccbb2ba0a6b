package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.ParameterSpec;
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
    public ValueAndPullback trace(Tensor x, Pass pass) {
        Tensor weight = pass.weight(name + ".weight");
        Tensor bias = pass.weight(name + ".bias");
        var normal = torch.native_layer_norm( // y, mean, 1/deviation
                x.unwrap(),
                new long[] {width},
                new TensorOptional(weight.unwrap()),
                new TensorOptional(bias.unwrap()),
                STABILITY);
        Tensor mean = Tensor.copyOf(normal.get1());
        Tensor inverseDeviation = Tensor.copyOf(normal.get2());
        return new ValueAndPullback(
                Tensor.copyOf(normal.get0()),
                List.of(x, mean, inverseDeviation, weight, bias),
                gradient -> back(gradient, x, mean, inverseDeviation, weight, bias));
    }

    private Tensor back(Tensor gradient, Tensor x, Tensor mean, Tensor inverseDeviation, Tensor weight, Tensor bias) {
        BoolPointer ofInput = new BoolPointer(3).put(0, true).put(1, false).put(2, false);
        return Tensor.copyOf(torch.native_layer_norm_backward(
                        gradient.unwrap(),
                        x.unwrap(),
                        new long[] {width},
                        mean.unwrap(),
                        inverseDeviation.unwrap(),
                        new TensorOptional(weight.unwrap()),
                        new TensorOptional(bias.unwrap()),
                        ofInput)
                .get0());
    }
}
