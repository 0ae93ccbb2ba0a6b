package org.energymatching.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/** Scaled dot-product attention, softmax(q kᵀ / √d) v (Vaswani et al. 2017), heads side by side. */
final class Attention {

    /** So many weights stay in a core's cache; where there are more, rows follow one another. */
    private static final long CACHED = 1 << 16;

    private Attention() {}

    /**
     * Fused where nothing will differentiate it twice and nothing is dropped, since the fused operation has no second
     * derivative.
     *
     * @param name the prefix of the layer, under which attention weights are dropped
     * @param q queries, (B, heads, n, d)
     * @param k keys, (B, heads, n, d)
     * @param v values, (B, heads, n, d)
     * @param rate of dropping attention weights
     */
    static Tensor of(String name, Tensor q, Tensor k, Tensor v, double rate, Pass pass) {
        if (pass.execution().fused() && !pass.twice()) {
            return Tensor.result(() -> torch.scaled_dot_product_attention(
                    q.unwrap(), k.unwrap(), v.unwrap(), new TensorOptional(), 0, false, new DoubleOptional(), false));
        }
        long rows = q.shape().at(0);
        if (rows == 1 || q.shape().at(1) * q.shape().at(2) * q.shape().at(2) <= CACHED) {
            return plain(name, q, k, v, rate, pass);
        }
        List<Tensor> parts = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            parts.add(plain(
                    name, q.rows(row, row + 1), k.rows(row, row + 1), v.rows(row, row + 1), rate, pass.from(row)));
        }
        return Tensor.concat(parts, 0);
    }

    private static Tensor plain(String name, Tensor q, Tensor k, Tensor v, double rate, Pass pass) {
        return Scope.around(() -> {
            double scale = 1 / Math.sqrt((double) q.shape().at(3));
            Tensor weights = Tensor.result(
                    () -> q.times(scale).matmul(k.transpose()).unwrap().softmax(-1));
            return pass.dropout().apply(name + ".weights", weights, rate).matmul(v);
        });
    }
}
