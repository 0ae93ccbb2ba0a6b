package org.energymatching.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Whether oneDNN's convolutions give the slopes that they should on this processor.
 *
 * <p>On some that are newer than it, the slope of a convolution of few channels comes out wrong, by as much as itself. It is
 * compared with the engine's own in double precision, which oneDNN has no part in; where they differ, convolutions are left
 * to the engine.
 */
final class ConvolutionCheck {

    private static final int[] ROWS = {8, 33};
    private static final int CHANNELS = 8;
    private static final int SIDE = 8;
    private static final int TIMES = 3;
    private static final double TOLERANCE = 1e-4;

    private ConvolutionCheck() {}

    static boolean passes() {
        for (int time = 0; time < TIMES; time++) {
            for (int rows : ROWS) {
                try (PointerScope scope = new PointerScope()) {
                    if (!(error(rows) < TOLERANCE)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static double error(int rows) {
        Tensor x = waves(rows, CHANNELS, SIDE, SIDE);
        Tensor w = waves(CHANNELS, CHANNELS, 3, 3);
        Tensor exact = slope(x.to(torch.ScalarType.Double), w.to(torch.ScalarType.Double));
        Tensor difference = slope(x, w).to(torch.ScalarType.Double).sub(exact);
        return difference.abs().max().item_double() / exact.abs().max().item_double();
    }

    /** d/dx of a sum of the convolution's outputs, each with a weight of its own. */
    private static Tensor slope(Tensor x, Tensor w) {
        x.requires_grad_(true);
        Tensor y = torch.conv2d(x, w, new TensorOptional(), new long[] {1, 1}, new long[] {1, 1}, new long[] {1, 1}, 1);
        Tensor weights = waves(y.sizes().vec().get()).to(y.scalar_type());
        y.backward(weights, new BoolOptional(), false, new TensorArrayRefOptional());
        return x.grad();
    }

    private static Tensor waves(long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        return torch.arange(new Scalar(size)).to(torch.ScalarType.Float).sin_().reshape(shape);
    }
}
