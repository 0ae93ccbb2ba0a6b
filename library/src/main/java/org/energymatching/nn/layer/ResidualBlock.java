package org.energymatching.nn.layer;

import java.util.List;
import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Tensor;

/**
 * A residual block: two convolutions with a skip connection and the time embedding e added between them (Dhariwal, Nichol
 * 2021):
 *
 * <pre>s(x) + C₂ drop(silu(norm(C₁ r(silu(norm(x))) + E silu(e)))),   s = r followed by a pointwise convolution where channels change</pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param embedding the length of e
 * @param dropout the rate of units left out
 * @param resampling r
 * @param conditional whether the second norm is also scaled and shifted by e, norm(h) (1 + γ(e)) + β(e): where each group of a
 *     norm is one channel, the norm removes what the time embedding adds, and conditions would have no effect
 */
public record ResidualBlock(
        String name, int in, int out, int embedding, double dropout, ResolutionChange resampling, boolean conditional)
        implements Block {

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> body =
                Stream.of(firstNorm(), first(), shift(), secondNorm(), second()).flatMap(Layer::parameters);
        Stream<ParameterSpec> skipped = in == out ? Stream.empty() : skip().parameters();
        Stream<ParameterSpec> modulation = conditional
                ? modulation().parameters().map(spec -> ParameterSpec.constant(spec.name(), spec.shape(), 0))
                : Stream.empty();
        return Stream.of(body, skipped, modulation).flatMap(part -> part);
    }

    @Override
    public ValueAndPullback trace(Tensor x, Tensor e, Pass pass) {
        return ValueAndPullback.within(() -> computed(x, e, pass));
    }

    private ValueAndPullback computed(Tensor x, Tensor e, Pass pass) {
        Tensor embedded = shift().trace(e, pass).value();
        ValueAndPullback start = ValueAndPullback.of(x);
        ValueAndPullback body = start.then(y -> firstNorm().trace(y, pass))
                .then(y -> Elementwise.trace(Activation.SILU, y, pass))
                .then(resampling::trace)
                .then(y -> convolve(y, embedded, pass))
                .then(y -> secondNorm().trace(y, pass))
                .then(y -> conditional ? modulated(y, e, pass) : ValueAndPullback.of(y))
                .then(y -> Elementwise.trace(Activation.SILU, y, pass))
                .then(y -> pass.dropped(name, y, dropout))
                .then(y -> second().trace(y, pass));
        ValueAndPullback skipped = start.then(resampling::trace);
        return (in == out ? skipped : skipped.then(y -> skip().trace(y, pass))).plus(body);
    }

    /**
     * The first convolution and the embedding after it, which is a bias that is equal for all pixels, and for all rows unless
     * conditions differ.
     */
    private ValueAndPullback convolve(Tensor h, Tensor embedded, Pass pass) {
        long rows = embedded.shape().at(0);
        if (rows == 1 && pass.execution().analytic()) {
            return first().trace(h, pass.weight(first().name() + ".bias").plus(embedded.reshape(out)), pass);
        }
        return first().trace(h, pass)
                .then(y -> ValueAndPullback.of(y.plus(embedded.reshape(rows, out, 1, 1)), gradient -> gradient));
    }

    /** y (1 + γ(e)) + β(e). */
    private ValueAndPullback modulated(Tensor y, Tensor e, Pass pass) {
        Tensor both = modulation().trace(e, pass).value();
        long rows = both.shape().at(0);
        Tensor scale = both.slice(1, 0, out).plus(1).reshape(rows, out, 1, 1);
        Tensor shift = both.slice(1, out, 2L * out).reshape(rows, out, 1, 1);
        return new ValueAndPullback(y.times(scale).plus(shift), List.of(scale), gradient -> gradient.times(scale));
    }

    /** (γ, β): initially zero, without effect. */
    private Linear modulation() {
        return new Linear(name + ".condition_layers.1", embedding, 2 * out);
    }

    private GroupNorm firstNorm() {
        return new GroupNorm(name + ".in_layers.0", in);
    }

    private Conv2d first() {
        return Conv2d.same(name + ".in_layers.2", in, out);
    }

    private Linear shift() {
        return new Linear(name + ".emb_layers.1", embedding, out);
    }

    private GroupNorm secondNorm() {
        return new GroupNorm(name + ".out_layers.0", out);
    }

    private Conv2d second() {
        return Conv2d.silent(name + ".out_layers.3", out, out);
    }

    private Conv2d skip() {
        return Conv2d.pointwise(name + ".skip_connection", in, out);
    }
}
