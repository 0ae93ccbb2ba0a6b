package org.energymatching.nn.potential;

import java.util.List;
import java.util.function.Supplier;
import org.energymatching.condition.Conditions;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** An architecture that transforms a network's energy N without further parameters: V(x) = f(x, N(x)). */
interface PotentialWrapper extends Architecture {

    /** N. */
    Architecture network();

    /** f(x, N(x)) for each row: (B, …) and (B) to (B). */
    Tensor energy(Tensor x, Tensor learnt);

    /**
     * -∇V for each row, differentiable where its arguments are recorded.
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
    default Conditions conditions() {
        return network().conditions();
    }

    @Override
    default Architecture given(Tensor condition) {
        return new Conditioned(this, network().given(condition));
    }

    /** A wrapper around a network under conditions. */
    record Conditioned(PotentialWrapper wrapper, Architecture network) implements PotentialWrapper {

        @Override
        public Tensor energy(Tensor x, Tensor learnt) {
            return wrapper.energy(x, learnt);
        }

        @Override
        public Tensor drift(Tensor x, Supplier<Tensor> learnt, Tensor ofNetwork) {
            return wrapper.drift(x, learnt, ofNetwork);
        }

        @Override
        public Architecture given(Tensor condition) {
            return wrapper.given(condition);
        }
    }

    @Override
    default boolean gainsFromWideBlocks() {
        return network().gainsFromWideBlocks();
    }

    @Override
    default boolean isSmooth() {
        return network().isSmooth();
    }

    @Override
    default Tape tape(Parameters trainable, Dropout dropout) {
        return new Wrapped(this, network().tape(trainable, dropout));
    }

    /** The tape of a wrapper around that of its network. */
    record Wrapped(PotentialWrapper wrapper, Tape network) implements Tape {

        @Override
        public Tensor energy(Tensor x) {
            return wrapper.energy(x, network.energy(x).reshape(-1));
        }

        @Override
        public Tensor drift(Tensor x) {
            return wrapper.drift(x, () -> network.energy(x), network.drift(x));
        }

        @Override
        public Tape given(Tensor condition) {
            return new Wrapped(wrapper, network.given(condition));
        }

        @Override
        public Tensor gradient(Tensor loss) {
            return network.gradient(loss);
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
