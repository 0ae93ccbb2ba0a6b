package org.energymatching.nn;

import java.util.stream.Stream;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * x Wᵀ + b over the last axis.
 *
 * @param name its prefix in the state dict
 * @param in features before
 * @param out features after
 */
record Linear(String name, int in, int out) implements Layer {

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(in);
        return Stream.of(
                new ParameterSpec(name + ".weight", Shape.of(out, in), bound),
                new ParameterSpec(name + ".bias", Shape.of(out), bound));
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        return x.linear(pass.weight(name + ".weight"), pass.weight(name + ".bias"));
    }
}
