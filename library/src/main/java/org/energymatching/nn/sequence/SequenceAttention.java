package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.stream.Stream;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Attention between the positions of a sequence with a residual connection, in 4 heads of d = 32 features: softmax attention,
 * or linear attention (Shen et al. 2021), which normalises queries and keys separately.
 *
 * <pre>
 * n = x/‖x‖,  q = Q n,  k = K n;      A = softmax(q kᵀ/√d),   or   A = softmax_features(q) softmax_positions(k)ᵀ / √d
 * y = x + b + Σ_h M_h A_h n,  M_h = O_h V_h;   the linear kind with another norm before x is added
 * </pre>
 *
 * <p>The gain √C g of the first norm is part of Q, K and V. For few positions, a map of L · L weights and one matrix for O_h
 * V_h cost less than values of 32 features, and than the product of keys and values that makes linear attention linear.
 *
 * @param name its prefix in the state dict
 * @param channels C
 * @param length L
 * @param linear whether it is linear attention
 */
record SequenceAttention(String name, int channels, int length, boolean linear) implements SequenceLayer {

    static final int HEADS = 4;
    static final int FEATURES = 32;
    static final int WIDTH = HEADS * FEATURES;
    static final double SCALE = 1 / Math.sqrt(FEATURES);

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(WIDTH);
        Stream<ParameterSpec> body = Stream.of(
                new ParameterSpec(projectionKey(), Shape.of(3L * WIDTH, channels, 1), 1 / Math.sqrt(channels)),
                new ParameterSpec(output() + ".weight", Shape.of(channels, WIDTH, 1), bound),
                new ParameterSpec(output() + ".bias", Shape.of(channels), bound));
        Stream<ParameterSpec> before = Stream.of(gain(name + ".fn.norm.g"));
        return Stream.concat(linear ? Stream.concat(body, Stream.of(gain(behindKey()))) : body, before);
    }

    private String projectionKey() {
        return name + ".fn.fn.to_qkv.weight";
    }

    private String output() {
        return name + ".fn.fn.to_out" + (linear ? ".0" : "");
    }

    private String behindKey() {
        return name + ".fn.fn.to_out.1.g";
    }

    private ParameterSpec gain(String parameter) {
        return ParameterSpec.constant(parameter, Shape.of(1, channels, 1), 1);
    }

    @Override
    public Tensor apply(Tensor x, Tensor e, Pass pass) {
        return Scope.around(() -> {
            Parameters weights = pass.weights();
            Tensor n = bySequence(RmsNorm.apply(x));
            Tensor projections = projections(weights);
            Tensor q = heads(n.matmul(part(projections, 0)));
            Tensor k = heads(n.matmul(part(projections, 1)));
            Tensor map = linear
                    ? softmax(q, 3).times(SCALE).matmul(softmax(k, 2).transpose())
                    : softmax(q.times(SCALE).matmul(k.transpose()), 3);
            Tensor maps = result(() -> unwrap(map).transpose(1, 2)).reshape(-1, (long) length * HEADS, length);
            Tensor mixed = maps.matmul(n.reshape(-1, length, channels)).reshape(-1, (long) HEADS * channels);
            Tensor y = byPosition(mixed.matmul(joined(projections, weights)).plus(bias(weights)));
            return x.plus(linear ? RmsNorm.apply(y).times(behind(weights)) : y);
        });
    }

    private static Tensor softmax(Tensor x, long axis) {
        return result(() -> unwrap(x).softmax(axis));
    }

    /** (B · L, 128) to (B, heads, L, d). */
    private Tensor heads(Tensor x) {
        Tensor apart = x.reshape(-1, length, HEADS, FEATURES);
        return result(() -> unwrap(apart).transpose(1, 2));
    }

    @Override
    public void prepare(SequenceWeights weights) {
        Parameters parameters = weights.parameters();
        Tensor projections = weights.shared(() -> projections(parameters));
        SequenceMixing.prepare(
                name,
                weights,
                () -> part(projections, 0),
                () -> part(projections, 1),
                () -> joined(projections, parameters),
                () -> bias(parameters));
        if (linear) {
            weights.add(behindKey(), () -> behind(parameters));
        }
    }

    @Override
    public Linearization linearize(Tensor x, DirectPass pass) {
        try (Scope scope = Scope.open()) {
            Composition body = new Composition(x)
                    .then(y -> new LinearMap(this::bySequence, this::byPosition, y))
                    .then(y -> RmsNorm.linearize(y, pass))
                    .then(y -> new SequenceMixing(name, y, channels, length, linear, pass))
                    .then(y -> new LinearMap(this::byPosition, this::bySequence, y));
            if (linear) {
                body.then(y -> RmsNorm.linearize(y, pass)).then(y -> new Scaled(y, behindKey(), null, pass));
            }
            return new SequenceBlock.Sum(scope.keep(SequenceBlock.added(body.value(), x)), body, null);
        }
    }

    /** (L · B, C) position by position to (B · L, C) sequence by sequence, in new memory. */
    private Tensor bySequence(Tensor x) {
        Tensor apart = x.reshape(length, -1, channels);
        return result(() -> unwrap(apart).transpose(0, 1).clone(new MemoryFormatOptional(MemoryFormat.Contiguous)))
                .reshape(-1, channels);
    }

    private Tensor byPosition(Tensor x) {
        Tensor apart = x.reshape(-1, length, channels);
        return result(() -> unwrap(apart).transpose(0, 1).contiguous()).reshape(-1, channels);
    }

    /** Q, K and V, transposed, with the gain of the norm before them: (3, C, 128). */
    private Tensor projections(Parameters weights) {
        Tensor gain = weights.get(name + ".fn.norm.g").reshape(1, channels, 1).times(Math.sqrt(channels));
        return contiguous(weights.get(projectionKey())
                .reshape(3, WIDTH, channels)
                .transpose()
                .times(gain));
    }

    private Tensor part(Tensor projections, int which) {
        return projections.rows(which, which + 1L).reshape(channels, WIDTH);
    }

    /** M_h of all heads, transposed and stacked: (heads · C, C). */
    private Tensor joined(Tensor projections, Parameters weights) {
        Tensor values = part(projections, 2).reshape(channels, HEADS, FEATURES);
        Tensor outputs = weights.get(output() + ".weight").reshape(channels, HEADS, FEATURES);
        Tensor v = result(() -> unwrap(values).permute(1, 0, 2));
        Tensor o = result(() -> unwrap(outputs).permute(1, 2, 0));
        return contiguous(v.matmul(o)).reshape((long) HEADS * channels, channels);
    }

    private Tensor bias(Parameters weights) {
        return weights.get(output() + ".bias").reshape(channels);
    }

    /** √C g of the norm after it. */
    private Tensor behind(Parameters weights) {
        return weights.get(behindKey()).reshape(channels).times(Math.sqrt(channels));
    }

    private static Tensor contiguous(Tensor x) {
        return result(() -> unwrap(x).contiguous());
    }
}
