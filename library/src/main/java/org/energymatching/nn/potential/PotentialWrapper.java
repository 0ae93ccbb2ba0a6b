package org.energymatching.nn.potential;

import java.util.List;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** An architecture that makes of a network's energy N another one, without parameters of its own: V(x) = f(x, N(x)). */
interface PotentialWrapper extends Architecture {

    /** N. */
    Architecture network();

    /** f(x, N(x)) for each row: (B, …) and (B) to (B). */
    Tensor energy(Tensor x, Tensor learnt);

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
}
