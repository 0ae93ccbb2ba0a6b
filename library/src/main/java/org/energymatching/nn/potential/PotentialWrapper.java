package org.energymatching.nn.potential;

import java.util.List;
import java.util.function.Supplier;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** An architecture that makes of a network's energy N another one, without parameters of its own: V(x) = f(x, N(x)). */
interface PotentialWrapper extends Architecture {

    /** N. */
    Architecture network();

    /** f(x, N(x)) for each row: (B, …) and (B) to (B). */
    Tensor energy(Tensor x, Tensor learnt);

    /**
     * -∇V for each row, to be differentiated where what it is made of is recorded.
     *
     * @param x (B, …)
     * @param learnt N(x), (B)
     * @param ofNetwork -∇N(x), (B, …)
     */
    Tensor drift(Tensor x, Supplier<Tensor> learnt, Tensor ofNetwork);

    @Override
    default Shape inputShape() {
        return network().inputShape();
    }

    @Override
    default List<ParameterSpec> parameters() {
        return network().parameters();
    }

    @Override
    default Tensor energy(Tensor x, Parameters parameters) {
        return energy(x, network().energy(x, parameters).reshape(-1));
    }

    @Override
    default Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return energy(x, network().energy(x, parameters, dropout).reshape(-1));
    }

    @Override
    default Tensor drift(Tensor x, Parameters parameters) {
        Tensor at = x.detach();
        return drift(
                at, () -> network().energy(at, parameters).detach(), network().drift(x, parameters));
    }

    @Override
    default Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return drift(
                x, () -> network().energy(x, parameters, dropout), network().trainableDrift(x, parameters, dropout));
    }

    @Override
    default boolean gainsFromWideBlocks() {
        return network().gainsFromWideBlocks();
    }

    @Override
    default Tape tape(Parameters trainable, Dropout dropout) {
        Tape inner = network().tape(trainable, dropout);
        return new Tape() {
            @Override
            public Tensor energy(Tensor x) {
                return PotentialWrapper.this.energy(x, inner.energy(x).reshape(-1));
            }

            @Override
            public Tensor drift(Tensor x) {
                return PotentialWrapper.this.drift(x, () -> inner.energy(x), inner.drift(x));
            }

            @Override
            public Tensor gradient(Tensor loss) {
                return inner.gradient(loss);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
