package org.energymatching.nn;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Attention between the positions of a sequence, added to it, in 4 heads of d = 32 features: softmax attention, or the linear
 * kind (Shen et al. 2021) that normalises queries and keys each for itself.
 *
 * <pre>
 * n = √C g x/‖x‖,  q = Q n,  k = K n;      A = softmax(q kᵀ/√d),   or   A = softmax_features(q) softmax_positions(k)ᵀ / √d
 * y = x + b + Σ_h A_h n (O_h V_h)ᵀ,   the linear kind with another norm before x is added
 * </pre>
 *
 * <p>Keys and queries make a map of L · L weights, and O_h V_h is one matrix: over a few positions that is less work than values
 * of 32 features, and than the product of keys and values that gave the linear kind its name.
 *
 * @param name its prefix in the state dict
 * @param channels C
 * @param length L
 * @param linear which kind
 */
record SequenceAttention(String name, int channels, int length, boolean linear) implements Layer {

    private static final int HEADS = 4;
    private static final int FEATURES = 32;
    private static final int WIDTH = HEADS * FEATURES;
    private static final double SCALE = 1 / Math.sqrt(FEATURES);

    @Override
    public Stream<ParameterSpec> parameters() {
        double out = 1 / Math.sqrt(WIDTH);
        Stream<ParameterSpec> body = Stream.of(
                new ParameterSpec(
                        name + ".fn.fn.to_qkv.weight", Shape.of(3L * WIDTH, channels, 1), 1 / Math.sqrt(channels)),
                new ParameterSpec(output() + ".weight", Shape.of(channels, WIDTH, 1), out),
                new ParameterSpec(output() + ".bias", Shape.of(channels), out));
        Stream<ParameterSpec> norms = Stream.of(gain(name + ".fn.norm.g"));
        return Stream.concat(linear ? Stream.concat(body, Stream.of(gain(name + ".fn.fn.to_out.1.g"))) : body, norms);
    }

    private String output() {
        return name + ".fn.fn.to_out" + (linear ? ".0" : "");
    }

    private ParameterSpec gain(String parameter) {
        return ParameterSpec.constant(parameter, Shape.of(1, channels, 1), 1);
    }

    @Override
    public Traced trace(Tensor x, Pass pass) {
        return Traced.within(() -> {
            Traced start = Traced.of(x);
            Traced mixed = start.then(RmsNorm::trace)
                    .then(y -> Traced.of(transposed(y, length), gradient -> transposed(gradient, -1)))
                    .then(y -> mixed(y, pass))
                    .then(y -> Traced.of(transposed(y, -1), gradient -> transposed(gradient, length)));
            return start.plus(
                    linear
                            ? mixed.then(RmsNorm::trace)
                                    .then(y -> SequenceBlock.scaled(y, gain(name + ".fn.fn.to_out.1.g", pass)))
                            : mixed);
        });
    }

    private Tensor gain(String parameter, Pass pass) {
        return pass.weight(parameter).reshape(channels).times(Math.sqrt(channels));
    }

    /** From (L · B, C) position by position to (B · L, C) sequence by sequence, or back: outer is the first extent, or -1. */
    private Tensor transposed(Tensor x, long outer) {
        long inner = outer < 0 ? length : -1;
        Tensor apart = x.reshape(outer, inner, channels);
        return Tensor.result(() -> apart.unwrap().transpose(0, 1)).reshape(-1, channels);
    }

    /** From n without its gain, (B · L, C), to b + Σ_h A_h n (O_h V_h)ᵀ. */
    private Traced mixed(Tensor n, Pass pass) {
        Tensor projections = pass.weight(name + ".fn.fn.to_qkv.weight")
                .reshape(3L * WIDTH, channels)
                .times(gain(name + ".fn.norm.g", pass));
        List<Tensor> parts = projections.split(0, WIDTH, WIDTH, WIDTH);
        Tensor both = joined(parts.get(2), pass.weight(output() + ".weight"));
        Traced map = map(n, parts.get(0), parts.get(1));
        Tensor weights = map.value();
        Tensor sequences = n.reshape(-1, length, channels);
        Tensor y = weights.matmul(sequences).reshape(-1, (long) HEADS * channels);
        return new Traced(
                y.linear(both, pass.weight(output() + ".bias")),
                Traced.both(List.of(weights, sequences, both), map.saved()),
                gradient -> {
                    Tensor ofY = gradient.matmul(both).reshape(-1, (long) HEADS * length, channels);
                    Tensor ofMap = ofY.matmul(sequences.transpose());
                    Tensor direct = weights.transpose().matmul(ofY).reshape(-1, channels);
                    return direct.plus(map.pullback().apply(ofMap));
                });
    }

    /** O_h V_h of all heads side by side: (C, heads · C). */
    private Tensor joined(Tensor values, Tensor outputs) {
        Tensor apart = outputs.reshape(channels, HEADS, FEATURES);
        Tensor o = Tensor.result(() -> apart.unwrap().transpose(0, 1));
        Tensor joined = o.matmul(values.reshape(HEADS, FEATURES, channels));
        return Tensor.result(() -> joined.unwrap().transpose(0, 1)).reshape(channels, (long) HEADS * channels);
    }

    /** A of all heads, (B, L · heads, L), from n, (B · L, C). */
    private Traced map(Tensor n, Tensor queries, Tensor keys) {
        Traced q = projected(n, queries);
        Traced k = projected(n, keys);
        Traced normalQ = linear ? q.then(y -> softmax(y, 3)) : q;
        Traced normalK = linear ? k.then(y -> softmax(y, 1)) : k;
        Tensor scaled = heads(normalQ.value().times(SCALE));
        Tensor other = heads(normalK.value());
        Traced scores = Traced.of(heads(scaled.matmul(other.transpose())), gradient -> {
            throw new IllegalStateException("two tensors lead here");
        });
        Traced map = linear ? scores : softmax(scores.value(), 3);
        List<Tensor> saved = Stream.of(
                        List.of(scaled, other),
                        normalQ.saved(),
                        normalK.saved(),
                        linear ? List.<Tensor>of() : map.saved())
                .flatMap(List::stream)
                .toList();
        return new Traced(map.value().reshape(-1, (long) length * HEADS, length), saved, gradient -> {
            Tensor apart = gradient.reshape(-1, length, HEADS, length);
            Tensor ofScores = heads(linear ? apart : map.pullback().apply(apart));
            Tensor ofQ = heads(ofScores.matmul(other).times(SCALE));
            Tensor ofK = heads(ofScores.transpose().matmul(scaled));
            return normalQ.pullback().apply(ofQ).plus(normalK.pullback().apply(ofK));
        });
    }

    /** (B · L, C) to (B, L, heads, d). */
    private Traced projected(Tensor n, Tensor weight) {
        return new Traced(
                n.matmul(weight.transpose()).reshape(-1, length, HEADS, FEATURES),
                List.of(weight),
                gradient -> gradient.reshape(-1, WIDTH).matmul(weight));
    }

    /** (B, L, heads, …) to (B, heads, L, …), or back. */
    private static Tensor heads(Tensor x) {
        return Tensor.result(() -> x.unwrap().transpose(1, 2));
    }

    private static Traced softmax(Tensor x, long axis) {
        Tensor p = Tensor.result(() -> x.unwrap().softmax(axis));
        return new Traced(p, List.of(p), gradient -> {
            Tensor mean = Tensor.result(
                    () -> gradient.times(p).unwrap().sum(new long[] {axis}, true, new ScalarTypeOptional()));
            return p.times(gradient.minus(mean));
        });
    }
}
