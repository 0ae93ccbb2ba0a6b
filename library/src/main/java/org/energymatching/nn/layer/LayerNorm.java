package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Layer normalisation: the last axis is standardised to mean 0 and deviation 1, then scaled and shifted (Ba, Kiros, Hinton
 * 2016).
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
                unwrap(x),
                new long[] {width},
                new TensorOptional(unwrap(weight)),
                new TensorOptional(unwrap(bias)),
                STABILITY);
        Tensor mean = wrapCopy(normal.get1());
        Tensor inverseDeviation = wrapCopy(normal.get2());
        return new ValueAndPullback(
                wrapCopy(normal.get0()),
                List.of(x, mean, inverseDeviation, weight, bias),
                gradient -> back(gradient, x, mean, inverseDeviation, weight, bias));
    }

    private Tensor back(Tensor gradient, Tensor x, Tensor mean, Tensor inverseDeviation, Tensor weight, Tensor bias) {
        BoolPointer ofInput = new BoolPointer(3).put(0, true).put(1, false).put(2, false);
        return wrapCopy(torch.native_layer_norm_backward(
                        unwrap(gradient),
                        unwrap(x),
                        new long[] {width},
                        unwrap(mean),
                        unwrap(inverseDeviation),
                        new TensorOptional(unwrap(weight)),
                        new TensorOptional(unwrap(bias)),
                        ofInput)
                .get0());
    }
}
