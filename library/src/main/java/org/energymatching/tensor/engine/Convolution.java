package org.energymatching.tensor.engine;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of images that is correct on every processor: y = b + W ∗ x, (B, in, H, W) to (B, out, H', W').
 *
 * <p>oneDNN computes it with the channels last where {@link ConvolutionCheck} finds its results correct for this form;
 * elsewhere the windows are unfolded to a matrix and multiplied by the weights, which is slower, but correct in every
 * derivative.
 *
 * @param strideDown the vertical stride of the window
 * @param strideAcross its horizontal stride
 * @param paddingDown rows of zeros above and below
 * @param paddingAcross columns of zeros left and right
 * @param order how often the engine may differentiate the result: 0, 1 or 2 times
 */
public record Convolution(int strideDown, int strideAcross, int paddingDown, int paddingAcross, int order) {

    private static final long[] UNIT = {1, 1};

    /** The same stride and padding in both directions. */
    public static Convolution square(int stride, int padding, int order) {
        return new Convolution(stride, stride, padding, padding, order);
    }

    /** y of x (B, in, H, W), weights (out, in, h, w) and a bias (out), or none. */
    public Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias) {
        if (isSlice(weight)) {
            return unit().apply(everyStride(x), weight, bias);
        }
        return result(() -> {
            TensorOptional shift = bias == null ? new TensorOptional() : new TensorOptional(unwrap(bias));
            return ConvolutionCheck.passes(this, false, unwrap(x), unwrap(weight), bias != null)
                    ? oneDnn(unwrap(x), unwrap(weight), shift)
                    : unfolded(unwrap(x), unwrap(weight), shift);
        });
    }

    /**
     * The transposed convolution Wᵀ ∗ y for y (B, out, H', W') and weights (out, in, h, w): the vector-Jacobian product for an
     * image of so many pixels, (B, in, height, width).
     */
    public Tensor transposed(Tensor y, Tensor weight, long height, long width) {
        if (isSlice(weight)) {
            return spread(
                    unit().transposed(y, weight, y.shape().at(2), y.shape().at(3)), height, width);
        }
        if (strideDown == 1 && strideAcross == 1) {
            // A convolution with the reversed window is the fastest, recorded or not.
            Tensor turned = result(() -> unwrap(weight).transpose(0, 1).flip(2, 3));
            int down = Math.toIntExact(weight.shape().at(2)) - 1 - paddingDown;
            int across = Math.toIntExact(weight.shape().at(3)) - 1 - paddingAcross;
            return new Convolution(1, 1, down, across, order).apply(y, turned, null);
        }
        return result(() -> ConvolutionCheck.passes(this, true, unwrap(y), unwrap(weight), false)
                ? oneDnnTransposed(unwrap(y), unwrap(weight), height, width)
                : folded(unwrap(y), unwrap(weight), height, width));
    }

    /**
     * oneDNN 3.7.1 writes out of bounds in the backward pass of a strided 1x1 convolution (its issue 6035): here a slice before
     * the convolution takes the stride.
     */
    private boolean isSlice(Tensor weight) {
        return strideDown * strideAcross > 1
                && paddingDown + paddingAcross == 0
                && weight.shape().at(2) == 1
                && weight.shape().at(3) == 1;
    }

    private Convolution unit() {
        return new Convolution(1, 1, 0, 0, order);
    }

    private Tensor everyStride(Tensor x) {
        return result(() -> unwrap(x)
                .slice(2, new LongOptional(), new LongOptional(), strideDown)
                .slice(3, new LongOptional(), new LongOptional(), strideAcross));
    }

    /** The transpose of {@link #everyStride}: zeros between the pixels. */
    private Tensor spread(Tensor y, long height, long width) {
        Shape shape = y.shape();
        return result(() -> torch.slice_backward(
                torch.slice_backward(
                        unwrap(y),
                        new long[] {shape.at(0), shape.at(1), shape.at(2), width},
                        3,
                        0,
                        width,
                        strideAcross),
                new long[] {shape.at(0), shape.at(1), height, width},
                2,
                0,
                height,
                strideDown));
    }

    org.bytedeco.pytorch.Tensor oneDnn(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
        // Images of one channel have both layouts, and may lead to either.
        return torch.conv2d(channelsLast(x), weight, bias, stride(), padding(), UNIT, 1)
                .contiguous(MemoryFormat.ChannelsLast);
    }

    org.bytedeco.pytorch.Tensor oneDnnTransposed(
            org.bytedeco.pytorch.Tensor y, org.bytedeco.pytorch.Tensor weight, long height, long width) {
        long[] unreached = {
            (height + 2L * paddingDown - weight.size(2)) % strideDown,
            (width + 2L * paddingAcross - weight.size(3)) % strideAcross
        };
        return torch.conv_transpose2d(
                        channelsLast(y), weight, new TensorOptional(), stride(), padding(), unreached, 1, UNIT)
                .contiguous(MemoryFormat.ChannelsLast);
    }

    private static org.bytedeco.pytorch.Tensor channelsLast(org.bytedeco.pytorch.Tensor picture) {
        return picture.contiguous(MemoryFormat.ChannelsLast);
    }

    private org.bytedeco.pytorch.Tensor unfolded(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
        if (x.scalar_type().intern() == ScalarType.BFloat16) {
            TensorOptional wide =
                    bias.has_value() ? new TensorOptional(bias.get().to(ScalarType.Float)) : new TensorOptional();
            return unfolded(x.to(ScalarType.Float), weight.to(ScalarType.Float), wide)
                    .to(ScalarType.BFloat16);
        }
        var windows = torch.im2col(x, window(weight), UNIT, padding(), stride());
        var y = torch.matmul(weight.reshape(weight.size(0), -1), windows)
                .reshape(x.size(0), weight.size(0), after(x, weight, 2), after(x, weight, 3));
        return bias.has_value() ? y.add(bias.get().reshape(1, -1, 1, 1)) : y;
    }

    private org.bytedeco.pytorch.Tensor folded(
            org.bytedeco.pytorch.Tensor y, org.bytedeco.pytorch.Tensor weight, long height, long width) {
        if (y.scalar_type().intern() == ScalarType.BFloat16) {
            return folded(y.to(ScalarType.Float), weight.to(ScalarType.Float), height, width)
                    .to(ScalarType.BFloat16);
        }
        var windows = torch.matmul(
                weight.reshape(weight.size(0), -1).transpose(0, 1), y.reshape(y.size(0), weight.size(0), -1));
        return torch.col2im(windows, new long[] {height, width}, window(weight), UNIT, padding(), stride());
    }

    private long after(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, int axis) {
        int which = axis - 2;
        return (x.size(axis) + 2 * padding()[which] - weight.size(axis)) / stride()[which] + 1;
    }

    private static long[] window(org.bytedeco.pytorch.Tensor weight) {
        return new long[] {weight.size(2), weight.size(3)};
    }

    private long[] stride() {
        return new long[] {strideDown, strideAcross};
    }

    private long[] padding() {
        return new long[] {paddingDown, paddingAcross};
    }
}
