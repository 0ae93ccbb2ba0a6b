package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Multi-head scaled dot-product attention between tokens (Vaswani et al. 2017).
 *
 * <pre>
 * P = softmax(s q kᵀ),  y = P v,  s = 1/√d;      back, from g = dV/dy:
 * dV/dv = Pᵀ g,  S = P ∘ (g vᵀ - rowsum(g ∘ y)),  dV/dq = s S k,  dV/dk = s Sᵀ q
 * </pre>
 */
final class Attention {

    /** So many attention weights fit a core's cache; where there are more, rows of the batch are computed one after another. */
    private static final long CACHED = 1 << 17;

    /** The order of the channels of the projection to queries, keys and values. */
    enum Order {
        /** (3, heads, d): all queries, then all keys, then all values. */
        PARTS_FIRST,
        /** (heads, 3, d): head by head. */
        HEADS_FIRST;

        /** From (B, n, 3 · heads · d) to (3, B, heads, n, d). */
        private Tensor split(Tensor qkv, long heads) {
            Shape shape = qkv.shape();
            long d = shape.at(2) / 3 / heads;
            Tensor apart = this == PARTS_FIRST
                    ? qkv.reshape(shape.at(0), shape.at(1), 3, heads, d)
                    : qkv.reshape(shape.at(0), shape.at(1), heads, 3, d);
            long[] order = this == PARTS_FIRST ? new long[] {2, 0, 3, 1, 4} : new long[] {3, 0, 2, 1, 4};
            return result(() -> unwrap(apart).permute(order));
        }

        /** From (3, B, heads, n, d) back to (B, n, 3 · heads · d). */
        private Tensor join(Tensor parts) {
            Shape shape = parts.shape();
            long[] back = this == PARTS_FIRST ? new long[] {1, 3, 0, 2, 4} : new long[] {1, 3, 2, 0, 4};
            return result(() -> unwrap(parts).permute(back))
                    .reshape(shape.at(1), shape.at(3), 3 * shape.at(2) * shape.at(4));
        }
    }

    private Attention() {}

    /**
     * From queries, keys and values (B, n, 3 · width) to mixed values (B, n, width).
     *
     * @param name the prefix of the layer, under which attention weights are dropped
     * @param rate of their dropout
     */
    static ValueAndPullback of(Tensor qkv, String name, int heads, Order order, double rate, Pass pass) {
        Tensor parts = order.split(qkv, heads);
        Shape shape = parts.shape();
        long[] together = together(shape, pass);
        List<ValueAndPullback> blocks = new ArrayList<>();
        long row = 0;
        for (Tensor block : parts.split(1, together)) {
            blocks.add(block(block, name, rate, pass.from(row)));
            row += block.shape().at(1);
        }
        Tensor mixed = tokens(
                Tensor.concat(blocks.stream().map(ValueAndPullback::value).toList(), 0));
        List<Tensor> saved =
                blocks.stream().flatMap(block -> block.saved().stream()).toList();
        return new ValueAndPullback(mixed, saved, gradient -> {
            List<Tensor> apart = heads(gradient, heads).split(0, together);
            List<Tensor> back = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                ValueAndPullback block = blocks.get(i);
                Tensor part = apart.get(i);
                back.add(Scope.around(() -> block.pullback().apply(part)));
            }
            return order.join(Tensor.concat(back, 1));
        });
    }

    /** The number of rows in each block of (3, B, heads, n, d) for which its weights fit the cache. */
    private static long[] together(Shape parts, Pass pass) {
        long rows = parts.at(1);
        long weights = parts.at(2) * parts.at(3) * parts.at(3);
        long block = pass.execution().analytic() ? Math.min(rows, Math.max(1, CACHED / weights)) : rows;
        long[] lengths = new long[Math.toIntExact((rows + block - 1) / block)];
        Arrays.fill(lengths, block);
        lengths[lengths.length - 1] = rows - block * (lengths.length - 1);
        return lengths;
    }

    /** Attention in a few rows: from (3, b, heads, n, d) to (b, heads, n, d). */
    private static ValueAndPullback block(Tensor parts, String name, double rate, Pass pass) {
        return ValueAndPullback.within(() -> traced(parts, name, rate, pass));
    }

    private static ValueAndPullback traced(Tensor parts, String name, double rate, Pass pass) {
        double scale = 1 / Math.sqrt((double) parts.shape().at(4));
        List<Tensor> apart = parts.unstack();
        Tensor q = apart.get(0).times(scale);
        Tensor k = apart.get(1);
        Tensor v = apart.get(2);
        Tensor weights = result(() -> unwrap(q.matmul(k.transpose())).softmax(-1));
        ValueAndPullback kept = pass.dropped(name + ".weights", weights, rate);
        Tensor y = kept.value().matmul(v);
        List<Tensor> saved = List.of(q, k, v, weights, kept.value(), y);
        return new ValueAndPullback(y, ValueAndPullback.both(saved, kept.saved()), gradient -> {
            Tensor ofWeights = kept.pullback().apply(gradient.matmul(v.transpose()));
            Tensor shift = result(() -> unwrap(gradient.times(y))
                    .sum(new long[] {-1}, true, new org.bytedeco.pytorch.ScalarTypeOptional()));
            Tensor ofScores = weights.times(ofWeights.minus(shift));
            Tensor ofQ = ofScores.matmul(k).times(scale);
            Tensor ofK = ofScores.transpose().matmul(q);
            Tensor ofV = kept.value().transpose().matmul(gradient);
            return Tensor.stack(List.of(ofQ, ofK, ofV));
        });
    }

    /** (B, heads, n, d) to (B, n, heads · d). */
    private static Tensor tokens(Tensor mixed) {
        Shape shape = mixed.shape();
        return result(() -> unwrap(mixed).transpose(1, 2)).reshape(shape.at(0), shape.at(2), shape.at(1) * shape.at(3));
    }

    /** (B, n, heads · d) to (B, heads, n, d). */
    private static Tensor heads(Tensor tokens, long heads) {
        Shape shape = tokens.shape();
        Tensor apart = tokens.reshape(shape.at(0), shape.at(1), heads, shape.at(2) / heads);
        return result(() -> unwrap(apart).transpose(1, 2));
    }
}
