package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Convolution;

/**
 * A convolution of images, (B, in, H, W) to (B, out, H', W').
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param kernel the side of its window
 * @param stride how far the window moves
 * @param padding zeros around the image
 * @param silent whether its weights are initialised at zero, so that it first adds nothing
 */
public record Conv2d(String name, int in, int out, int kernel, int stride, int padding, boolean silent)
        implements Layer {

    /** A 3x3 window that keeps the image's size. */
    public static Conv2d same(String name, int in, int out) {
        return new Conv2d(name, in, out, 3, 1, 1, false);
    }

    /** As {@link #same}, initialised at zero. */
    public static Conv2d silent(String name, int in, int out) {
        return new Conv2d(name, in, out, 3, 1, 1, true);
    }

    /** A weighted sum of the channels, pixel by pixel. */
    static Conv2d pointwise(String name, int in, int out) {
        return new Conv2d(name, in, out, 1, 1, 0, false);
    }

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = silent ? 0 : 1 / Math.sqrt((double) in * kernel * kernel);
        return Stream.of(
                new ParameterSpec(name + ".weight", Shape.of(out, in, kernel, kernel), bound),
                new ParameterSpec(name + ".bias", Shape.of(out), bound));
    }

    @Override
    public ValueAndPullback trace(Tensor x, Pass pass) {
        return trace(x, pass.weight(name + ".bias"), pass);
    }

    /** With another bias than its own. */
    ValueAndPullback trace(Tensor x, Tensor bias, Pass pass) {
        Tensor weight = pass.weight(name + ".weight");
        Convolution convolution = Convolution.square(stride, padding, pass.order());
        Shape before = x.shape();
        return new ValueAndPullback(
                convolution.apply(x, weight, bias),
                List.of(weight),
                gradient -> convolution.transposed(gradient, weight, before.at(2), before.at(3)));
    }
}
