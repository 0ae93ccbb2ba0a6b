package org.energymatching.nn;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.energymatching.tensor.Tensor;

/**
 * Rows brought to length 1: the directions that root-mean-square normalisation scales (Zhang, Sennrich 2019).
 *
 * <pre>n = x / max(‖x‖, 10⁻¹²);   back, from g = dV/dn:   dV/dx = (g - n (n·g)) / ‖x‖</pre>
 *
 * <p>The factors that follow are the caller's, who often has others to put with them.
 */
final class RmsNorm {

    private static final double SMALLEST = 1e-12;

    private RmsNorm() {}

    /** The directions of the rows of (N, C). */
    static Traced trace(Tensor x) {
        Tensor length = Tensor.result(() -> rowSum(x.times(x)).unwrap().sqrt().clamp_min(new Scalar(SMALLEST)));
        Tensor n = x.dividedBy(length);
        return new Traced(
                n,
                List.of(n, length),
                gradient -> gradient.minus(n.times(rowSum(gradient.times(n)))).dividedBy(length));
    }

    private static Tensor rowSum(Tensor x) {
        return Tensor.result(() -> x.unwrap().sum(new long[] {1}, true, new ScalarTypeOptional()));
    }
}
