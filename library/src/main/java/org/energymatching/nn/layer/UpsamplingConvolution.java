package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Tensor;

/**
 * Upsampling by repetition of pixels, then a convolution: (B, C, H, W) to (B, C, 2H, 2W).
 *
 * @param convolution the convolution
 */
public record UpsamplingConvolution(Conv2d convolution) implements Layer {

    @Override
    public Stream<ParameterSpec> parameters() {
        return convolution.parameters();
    }

    @Override
    public ValueAndPullback trace(Tensor x, Pass pass) {
        return ResolutionChange.UP.trace(x).then(y -> convolution.trace(y, pass));
    }
}
