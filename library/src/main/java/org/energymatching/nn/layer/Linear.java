package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A linear layer, x Wᵀ + b over the last axis.
 *
 * @param name its prefix in the state dict
 * @param in features before
 * @param out features after
 */
public record Linear(String name, int in, int out) implements Layer {

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(in);
        return Stream.of(
                new ParameterSpec(name + ".weight", Shape.of(out, in), bound),
                new ParameterSpec(name + ".bias", Shape.of(out), bound));
    }

    @Override
    public ValueAndPullback trace(Tensor x, Pass pass) {
        return apply(x, pass.weight(name + ".weight"), pass.weight(name + ".bias"));
    }

    /** x Wᵀ + b for a weight (out, in) and a bias (out). */
    static ValueAndPullback apply(Tensor x, Tensor weight, Tensor bias) {
        return new ValueAndPullback(x.linear(weight, bias), List.of(weight), gradient -> gradient.matmul(weight));
    }
}
