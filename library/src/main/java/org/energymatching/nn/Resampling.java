package org.energymatching.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A change of a picture's size without parameters. */
enum Resampling {
    /** As it is. */
    NONE {
        @Override
        UnaryOperator<Tensor> operator() {
            return x -> x;
        }
    },
    /** Half the size: the mean of 2x2 pixels. */
    DOWN {
        @Override
        UnaryOperator<Tensor> operator() {
            return x -> Tensor.result(() -> torch.avg_pool2d(x.unwrap(), 2, 2));
        }
    },
    /** Twice the size: each pixel four times. */
    UP {
        @Override
        UnaryOperator<Tensor> operator() {
            return x -> {
                Shape shape = x.shape();
                return Tensor.result(() ->
                        torch.upsample_nearest2d(x.unwrap(), new long[] {2 * shape.at(2), 2 * shape.at(3)}));
            };
        }
    };

    abstract UnaryOperator<Tensor> operator();
}
