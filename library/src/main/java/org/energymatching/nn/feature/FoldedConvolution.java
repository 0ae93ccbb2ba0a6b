package org.energymatching.nn.feature;

import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Convolution;

/**
 * A convolution with its batch normalization folded into the weights, as is possible for a trained network.
 *
 * <pre>γ (W∗x − μ) / √(σ² + ε) + β  =  W′∗x + b      W′ = W γ / √(σ² + ε),  b = β − μ γ / √(σ² + ε)</pre>
 */
final class FoldedConvolution implements AutoCloseable {

    private final Tensor weight;
    private final Tensor bias;
    private final Convolution convolution;

    private FoldedConvolution(ConvolutionSpec spec, Tensor weight, Tensor bias) {
        this.weight = weight;
        this.bias = bias;
        int[] padding = spec.padding();
        this.convolution = new Convolution(spec.stride(), spec.stride(), padding[0], padding[1], 0);
    }

    /** Folds the arrays of a specification; ε is that of the network's training. */
    static FoldedConvolution of(ConvolutionSpec spec, Parameters parameters, double epsilon) {
        String norm = spec.normalization();
        try (Scope scope = Scope.open()) {
            Tensor scale = parameters
                    .get(norm + ".weight")
                    .dividedBy(
                            parameters.get(norm + ".running_var").plus(epsilon).sqrt());
            Tensor weight = parameters.get(spec.convolution() + ".weight").times(scale.reshape(-1, 1, 1, 1));
            Tensor bias = parameters
                    .get(norm + ".bias")
                    .minus(parameters.get(norm + ".running_mean").times(scale));
            return new FoldedConvolution(spec, weight.own(), bias.own());
        }
    }

    /** W′∗x + b: (B, inputs, h, w) to (B, outputs, h′, w′). */
    Tensor apply(Tensor x) {
        return convolution.apply(x, weight, bias);
    }

    @Override
    public void close() {
        weight.close();
        bias.close();
    }
}
