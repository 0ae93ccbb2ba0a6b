package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.Optional;
import java.util.stream.Stream;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.layer.Linear;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A residual block: two convolutions with a skip connection, each followed by a norm, the first of which is scaled and shifted
 * by the time embedding e:
 *
 * <pre>
 * h = drop(silu(√C g₁ (1 + scale) n(C₁ x) + shift)),   (scale, shift) = E silu(e)
 * y = s(x) + silu(√C g₂ n(C₂ h)),   n(x) = x/‖x‖ over the channels
 * s = a pointwise convolution where channels change, nothing elsewhere
 * </pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out C, channels after
 * @param embedding the length of e
 * @param dropout the rate of units left out
 * @param length of the sequence
 */
record SequenceBlock(String name, int in, int out, int embedding, double dropout, int length) implements SequenceLayer {

    /** The mask of values stored position by position: (L · B, C) with row l · B + b. */
    private Optional<Tensor> mask(Dropout masks, Tensor x) {
        Shape shape = x.shape();
        return masks.mask(name, Shape.of(shape.at(0) / length, length, shape.at(1)), dropout, x.device())
                .map(drawn -> result(() -> unwrap(drawn).transpose(0, 1)).reshape(shape.at(0), shape.at(1)));
    }

    /** x with dropout: a product with a constant. */
    private Linearization dropped(Tensor x, DirectPass pass) {
        return mask(pass.dropout(), x)
                .map(pass::save)
                .map(mask -> new LinearMap(y -> y.times(mask), y -> y.times(mask), x))
                .orElseGet(() -> new LinearMap(y -> y, y -> y, x));
    }

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> body = Stream.of(
                        time().parameters(),
                        first().parameters(),
                        Stream.of(ParameterSpec.constant(gainKey(1), Shape.of(1, out, 1), 1)),
                        second().parameters(),
                        Stream.of(ParameterSpec.constant(gainKey(2), Shape.of(1, out, 1), 1)))
                .flatMap(part -> part);
        return in == out ? body : Stream.concat(body, skip().parameters());
    }

    @Override
    public Tensor apply(Tensor x, Tensor e, Pass pass) {
        return Scope.around(() -> {
            Tensor h = RmsNorm.apply(first().apply(x, e, pass));
            h = (e.shape().at(0) == 1 ? modulated(h, e, pass.weights()) : modulatedByRow(h, e, pass.weights())).silu();
            Tensor kept = h;
            h = mask(pass.dropout(), kept).map(kept::times).orElse(kept);
            h = RmsNorm.apply(second().apply(h, e, pass)).times(gain(2, pass.weights()));
            return (in == out ? x : skip().apply(x, e, pass)).plus(h.silu());
        });
    }

    private Tensor modulated(Tensor h, Tensor e, Parameters weights) {
        Tensor modulation = modulation(e, weights);
        return Scaled.affine(h, scale(modulation, weights), shift(modulation));
    }

    /** The same where each of B rows has its own embedding: row l · B + b of h belongs to b. */
    private Tensor modulatedByRow(Tensor h, Tensor e, Parameters weights) {
        Tensor modulation = e.linear(weights.get(time().name() + ".weight"), weights.get(time().name() + ".bias"));
        Tensor scale = gain(1, weights).times(modulation.slice(1, 0, out).plus(1));
        Tensor shift = modulation.slice(1, out, 2L * out);
        Tensor apart = h.reshape(h.shape().at(0) / e.shape().at(0), e.shape().at(0), out);
        return apart.times(scale).plus(shift).reshape(h.shape().at(0), out);
    }

    @Override
    public void prepare(SequenceWeights weights) {
        Parameters parameters = weights.parameters();
        Tensor modulation = weights.shared(() -> modulation(weights.embedding(), parameters));
        weights.add(scaleKey(), () -> scale(modulation, parameters));
        weights.add(shiftKey(), () -> shift(modulation));
        weights.add(gainKey(2), () -> gain(2, parameters));
        first().prepare(weights);
        second().prepare(weights);
        if (in != out) {
            skip().prepare(weights);
        }
    }

    @Override
    public Linearization linearize(Tensor x, DirectPass pass) {
        try (Scope scope = Scope.open()) {
            Linearization body = new Composition(x)
                    .then(y -> first().linearize(y, pass))
                    .then(y -> RmsNorm.linearize(y, pass))
                    .then(y -> new Scaled(y, scaleKey(), shiftKey(), pass))
                    .then(y -> new Silu(y, pass))
                    .then(y -> dropped(y, pass))
                    .then(y -> second().linearize(y, pass))
                    .then(y -> RmsNorm.linearize(y, pass))
                    .then(y -> new Scaled(y, gainKey(2), null, pass))
                    .then(y -> new Silu(y, pass));
            Linearization skipped = in == out ? null : skip().linearize(x, pass);
            Tensor beside = skipped == null ? x : skipped.value();
            return new Sum(scope.keep(added(body.value(), beside)), body, skipped);
        }
    }

    /** E silu(e): the concatenation of scale and shift. */
    private Tensor modulation(Tensor e, Parameters weights) {
        return e.linear(weights.get(time().name() + ".weight"), weights.get(time().name() + ".bias"))
                .reshape(2L * out);
    }

    /** √C g₁ (1 + scale). */
    private Tensor scale(Tensor modulation, Parameters weights) {
        return gain(1, weights).times(modulation.rows(0, out).plus(1));
    }

    private Tensor shift(Tensor modulation) {
        return modulation.rows(out, 2L * out);
    }

    /** √C g. */
    private Tensor gain(int block, Parameters weights) {
        return weights.get(gainKey(block)).reshape(out).times(Math.sqrt(out));
    }

    private String scaleKey() {
        return name + ".scale";
    }

    private String shiftKey() {
        return name + ".shift";
    }

    private String gainKey(int block) {
        return name + ".block" + block + ".norm.g";
    }

    private Linear time() {
        return new Linear(name + ".time_mlp.1", embedding, 2 * out);
    }

    private Conv1d first() {
        return Conv1d.same(name + ".block1.proj", in, out, 3, length);
    }

    private Conv1d second() {
        return Conv1d.same(name + ".block2.proj", out, out, 3, length);
    }

    private Conv1d skip() {
        return Conv1d.same(name + ".res_conv", in, out, 1, length);
    }

    /** x + y, written into x, which has no other use. */
    static Tensor added(Tensor x, Tensor y) {
        unwrap(x).add_(unwrap(y));
        return x;
    }

    /**
     * A body with a skip connection.
     *
     * @param skipped null for x itself
     */
    record Sum(Tensor value, Linearization body, @Nullable Linearization skipped) implements Linearization {

        @Override
        public Tensor vjp(Tensor gradient) {
            return Scope.around(() -> added(body.vjp(gradient), skipped == null ? gradient : skipped.vjp(gradient)));
        }

        @Override
        public Tensor jvp(Tensor direction) {
            return Scope.around(() -> added(body.jvp(direction), skipped == null ? direction : skipped.jvp(direction)));
        }

        @Override
        public Tensor secondOrderVjp(Tensor gradient) {
            return Scope.around(() -> added(
                    body.secondOrderVjp(gradient), skipped == null ? gradient : skipped.secondOrderVjp(gradient)));
        }
    }
}
