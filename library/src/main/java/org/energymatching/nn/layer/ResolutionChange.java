package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A change of an image's size without parameters. */
public enum ResolutionChange {
    /** No change. */
    NONE,
    /** Half the size: the mean of 2x2 pixels. */
    DOWN,
    /** Twice the size: each pixel four times. */
    UP;

    /** The resampled image and the pullback: each operation is a multiple of the other's transpose. */
    ValueAndPullback trace(Tensor x) {
        return switch (this) {
            case NONE -> ValueAndPullback.of(x);
            case DOWN ->
                ValueAndPullback.of(mean(x), gradient -> repeated(gradient).times(0.25));
            case UP ->
                ValueAndPullback.of(repeated(x), gradient -> mean(gradient).times(4));
        };
    }

    private static Tensor mean(Tensor x) {
        return result(() -> torch.avg_pool2d(unwrap(x), 2, 2));
    }

    private static Tensor repeated(Tensor x) {
        Shape shape = x.shape();
        return result(() -> torch.upsample_nearest2d(unwrap(x), new long[] {2 * shape.at(2), 2 * shape.at(3)}));
    }
}
