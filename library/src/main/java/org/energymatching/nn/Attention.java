package org.energymatching.nn;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Scaled dot-product attention between tokens, heads side by side (Vaswani et al. 2017).
 *
 * <pre>
 * P = softmax(s q kᵀ),  y = P v,  s = 1/√d;      back, from g = dV/dy:
 * dV/dv = Pᵀ g,  S = P ∘ (g vᵀ - rowsum(g ∘ y)),  dV/dq = s S k,  dV/dk = s Sᵀ q
 * </pre>
 */
final class Attention {

    /** So many attention weights stay in a core's cache; where there are more, rows of the batch follow one another. */
    private static final long CACHED = 1 << 17;

    /** In which order the projection to queries, keys and values lays out its channels. */
    enum Order {
        /** (3, heads, d): all queries, then all keys, then all values. */
        PARTS_FIRST(2, 0, 3, 1, 4),
        /** (heads, 3, d): head by head. */
        HEADS_FIRST(3, 0, 2, 1, 4);

        /** To (3, B, heads, n, d). */
        private final long[] permutation;

        Order(long... permutation) {
            this.permutation = permutation;
        }

        private Tensor split(Tensor qkv, long heads) {
            Shape shape = qkv.shape();
            long d = shape.at(2) / 3 / heads;
            Tensor apart = this == PARTS_FIRST
                    ? qkv.reshape(shape.at(0), shape.at(1), 3, heads, d)
                    : qkv.reshape(shape.at(0), shape.at(1), heads, 3, d);
            return Tensor.result(() -> apart.unwrap().permute(permutation));
        }

        /** From (3, B, heads, n, d) back to (B, n, 3 · heads · d). */
        private Tensor join(Tensor parts) {
            Shape shape = parts.shape();
            long[] back = this == PARTS_FIRST ? new long[] {1, 3, 0, 2, 4} : new long[] {1, 3, 2, 0, 4};
            return Tensor.result(() -> parts.unwrap().permute(back))
                    .reshape(shape.at(1), shape.at(3), 3 * shape.at(2) * shape.at(4));
        }
    }

    private Attention() {}

    /**
     * From queries, keys and values (B, n, 3 · width) to mixed values (B, n, width).
     *
     * @param name the prefix of the layer, under which attention weights are dropped
     * @param rate of dropping them
     */
    static Traced of(Tensor qkv, String name, int heads, Order order, double rate, Pass pass) {
        Tensor parts = order.split(qkv, heads);
        List<Traced> blocks = new ArrayList<>();
        Shape shape = parts.shape();
        long weights = shape.at(2) * shape.at(3) * shape.at(3);
        long together = pass.execution().fused() ? Math.max(1, CACHED / weights) : shape.at(1);
        for (long row = 0; row < shape.at(1); row += together) {
            Tensor block = parts.slice(1, row, Math.min(shape.at(1), row + together));
            blocks.add(block(block, name, rate, pass.from(row)));
        }
        Tensor mixed = tokens(Tensor.concat(blocks.stream().map(Traced::value).toList(), 0));
        return new Traced(mixed, gradient -> {
            Tensor apart = heads(gradient, heads);
            List<Tensor> back = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                long row = i * together;
                back.add(blocks.get(i).pullback().apply(apart.rows(row, Math.min(shape.at(1), row + together))));
            }
            return order.join(Tensor.concat(back, 1));
        });
    }

    /** Attention in a few rows: from (3, b, heads, n, d) to (b, heads, n, d). */
    private static Traced block(Tensor parts, String name, double rate, Pass pass) {
        double scale = 1 / Math.sqrt((double) parts.shape().at(4));
        Tensor q = part(parts, 0).times(scale);
        Tensor k = part(parts, 1);
        Tensor v = part(parts, 2);
        Tensor weights = Tensor.result(() -> q.matmul(k.transpose()).unwrap().softmax(-1));
        Traced kept = pass.dropout().trace(name + ".weights", weights, rate);
        Tensor y = kept.value().matmul(v);
        return new Traced(y, gradient -> {
            Tensor ofWeights = kept.pullback().apply(gradient.matmul(v.transpose()));
            Tensor shift = Tensor.result(
                    () -> gradient.times(y).unwrap().sum(new long[] {-1}, true, new org.bytedeco.pytorch.ScalarTypeOptional()));
            Tensor ofScores = weights.times(ofWeights.minus(shift));
            Tensor ofQ = ofScores.matmul(k).times(scale);
            Tensor ofK = ofScores.transpose().matmul(q);
            Tensor ofV = kept.value().transpose().matmul(gradient);
            return Tensor.stack(List.of(ofQ, ofK, ofV));
        });
    }

    private static Tensor part(Tensor parts, long index) {
        return Tensor.result(() -> parts.unwrap().select(0, index));
    }

    /** (B, heads, n, d) to (B, n, heads · d). */
    private static Tensor tokens(Tensor mixed) {
        Shape shape = mixed.shape();
        return Tensor.result(() -> mixed.unwrap().transpose(1, 2))
                .reshape(shape.at(0), shape.at(2), shape.at(1) * shape.at(3));
    }

    /** (B, n, heads · d) to (B, heads, n, d). */
    private static Tensor heads(Tensor tokens, long heads) {
        Shape shape = tokens.shape();
        Tensor apart = tokens.reshape(shape.at(0), shape.at(1), heads, shape.at(2) / heads);
        return Tensor.result(() -> apart.unwrap().transpose(1, 2));
    }
}
