package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.ParameterSpec;
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
public record Conv2d(String name, int in, int out, int kernel, int stride, int padding, boolean silent)
        implements Layer {

    /** A 3x3 window that keeps the picture's size. */
    public static Conv2d same(String name, int in, int out) {
        return new Conv2d(name, in, out, 3, 1, 1, false);
    }

    /** As {@link #same}, beginning at zero. */
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
        Shape before = x.shape();
        return new Traced(y, List.of(weight), gradient -> back(gradient, before, weight));
    }

    /** The transposed convolution: for unit steps one with the window turned round, which is fastest, recorded or not. */
    private Tensor back(Tensor gradient, Shape before, Tensor weight) {
        if (stride == 1) {
            return Tensor.result(() -> torch.conv2d(
                    gradient.unwrap(),
                    weight.unwrap().transpose(0, 1).flip(2, 3),
                    new TensorOptional(),
                    new long[] {1, 1},
                    new long[] {kernel - 1 - padding, kernel - 1 - padding},
                    new long[] {1, 1},
                    1));
        }
        return Tensor.result(() -> torch.conv_transpose2d(
                gradient.unwrap(),
                weight.unwrap(),
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {unreached(before.at(2)), unreached(before.at(3))},
                1,
                1,
                1));
    }

    /** How many pixels at the end of a side no window reaches. */
    private long unreached(long side) {
        return (side + 2L * padding - kernel) % stride;
    }
}
