package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Tensor;

/**
 * Two convolutions beside a skip connection, with the time embedding e added between them (Dhariwal, Nichol 2021):
 *
 * <pre>s(x) + C₂ drop(silu(norm(C₁ r(silu(norm(x))) + E silu(e)))),   s = r followed by a pointwise convolution where channels change</pre>
 *
 * @param name its prefix in the state dict
 * @param in channels before
 * @param out channels after
 * @param embedding the length of e
 * @param dropout the rate of units left out
 * @param resampling r
 */
public record ResidualBlock(String name, int in, int out, int embedding, double dropout, ResolutionChange resampling)
        implements Block {

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> body =
                Stream.of(firstNorm(), first(), shift(), secondNorm(), second()).flatMap(Layer::parameters);
        return in == out ? body : Stream.concat(body, skip().parameters());
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
                .then(y -> Elementwise.trace(Activation.SILU, y, pass))
                .then(y -> pass.dropped(name, y, dropout))
                .then(y -> second().trace(y, pass));
        ValueAndPullback skipped = start.then(resampling::trace);
        return (in == out ? skipped : skipped.then(y -> skip().trace(y, pass))).plus(body);
    }

    /** The first convolution and the embedding behind it, which is a bias that does not depend on the pixel. */
    private ValueAndPullback convolve(Tensor h, Tensor embedded, Pass pass) {
        if (pass.execution().analytic()) {
            return first().trace(h, pass.weight(first().name() + ".bias").plus(embedded.reshape(out)), pass);
        }
        return first().trace(h, pass)
                .then(y -> ValueAndPullback.of(y.plus(embedded.reshape(1, out, 1, 1)), gradient -> gradient));
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
