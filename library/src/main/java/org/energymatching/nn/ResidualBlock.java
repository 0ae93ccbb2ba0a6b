package org.energymatching.nn;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.energymatching.tensor.Scope;
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
record ResidualBlock(String name, int in, int out, int embedding, double dropout, Resampling resampling)
        implements Block {

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> body =
                Stream.of(firstNorm(), first(), shift(), secondNorm(), second()).flatMap(Layer::parameters);
        return in == out ? body : Stream.concat(body, skip().parameters());
    }

    @Override
    public Tensor apply(Tensor x, Tensor e, Pass pass) {
        return Scope.around(() -> compute(x, e, pass));
    }

    private Tensor compute(Tensor x, Tensor e, Pass pass) {
        UnaryOperator<Tensor> r = resampling.operator();
        Tensor h = convolve(r.apply(firstNorm().apply(x, pass).silu()), shift().apply(e, pass), pass);
        h = secondNorm().apply(h, pass).silu();
        h = second().apply(pass.dropout().apply(name, h, dropout), pass);
        Tensor skipped = r.apply(x);
        return (in == out ? skipped : skip().apply(skipped, pass)).plus(h);
    }

    /** The first convolution and the embedding behind it, which is a bias that does not depend on the pixel. */
    private Tensor convolve(Tensor h, Tensor embedded, Pass pass) {
        if (pass.execution().fused()) {
            return first().apply(h, pass.weight(first().name() + ".bias").plus(embedded.reshape(out)), pass);
        }
        return first().apply(h, pass).plus(embedded.reshape(1, out, 1, 1));
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
