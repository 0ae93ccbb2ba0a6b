package org.energymatching.nn;

import java.util.stream.Stream;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A convolution of pictures, (B, in, H, W) to (B, out, H', W').
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param kernel the side of its window
 * @param stride how far the window moves
 * @param padding zeros around the picture
 * @param silent whether its weights begin at zero, so that at first it adds nothing
 */
record Conv2d(String name, int in, int out, int kernel, int stride, int padding, boolean silent) implements Layer {

    /** A 3x3 window that keeps the picture's size. */
    static Conv2d same(String name, int in, int out) {
        return new Conv2d(name, in, out, 3, 1, 1, false);
    }

    /** As {@link #same}, beginning at zero. */
    static Conv2d silent(String name, int in, int out) {
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
    public Traced trace(Tensor x, Pass pass) {
        return trace(x, pass.weight(name + ".bias"), pass);
    }

    /** With another bias than its own. */
    Traced trace(Tensor x, Tensor bias, Pass pass) {
        Tensor weight = pass.weight(name + ".weight");
        Tensor y = Tensor.result(() -> torch.conv2d(
                x.unwrap(),
                weight.unwrap(),
                new TensorOptional(bias.unwrap()),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1));
        return new Traced(y, gradient -> back(gradient, x, weight));
    }

    private Tensor back(Tensor gradient, Tensor x, Tensor weight) {
        BoolPointer ofInput = new BoolPointer(3).put(0, true).put(1, false).put(2, false);
        return Tensor.result(() -> torch.convolution_backward(
                        gradient.unwrap(),
                        x.unwrap(),
                        weight.unwrap(),
                        new LongArrayRefOptional(),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        false,
                        new long[] {0, 0},
                        1,
                        ofInput)
                .get0());
    }
}
