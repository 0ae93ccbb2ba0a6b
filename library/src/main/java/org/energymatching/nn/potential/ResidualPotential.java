package org.energymatching.nn.potential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Description;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A residual potential: a known base density times a bounded residual of a network, which fits the difference of the data from
 * a mixture of Gaussians.
 *
 * <pre>V(x) = ε (c tanh(N(x)/(ε c)) - log q(x)),   e⁻ᶜ q(x) ≤ exp(-V(x)/ε) ≤ eᶜ q(x)</pre>
 *
 * <p>So log Z is between -c and c for any network, and there is no mass far from the data, where a Gaussian has none: a network
 * without bounds may fall there further and further, so that minima far from the data have all the mass.
 *
 * @param network N
 * @param base -log q
 * @param epsilon ε, the temperature at which q is the equilibrium of the second part
 * @param bound c, in nats
 */
public record ResidualPotential(Architecture network, MixturePotential base, double epsilon, double bound)
        implements PotentialWrapper {

    public ResidualPotential {
        if (!network.inputShape().equals(Shape.of(base.inputs()))
                || !(epsilon > 0 && Double.isFinite(epsilon))
                || !(bound > 0 && Double.isFinite(bound))) {
            throw new UsageException(
                    "A network for points of shape " + network.inputShape() + " was to tilt a density of rows of "
                            + base.inputs() + " numbers at ε = " + epsilon + " by up to " + bound + " nats.",
                    "Both take rows of the same width, and ε and the bound are finite and above zero.",
                    "Fit the density to the rows that the network is for.");
        }
    }

    @Override
    public Tensor energy(Tensor x, Tensor learnt) {
        return bounded(learnt).times(epsilon * bound).plusScaled(base.of(x), epsilon);
    }

    /** tanh' = 1 - tanh². */
    @Override
    public Tensor drift(Tensor x, Supplier<Tensor> learnt, Tensor ofNetwork) {
        Tensor share = bounded(learnt.get()).square().negate().plus(1);
        return ofNetwork.times(share.reshape(-1, 1)).plusScaled(base.drift(x), epsilon);
    }

    private Tensor bounded(Tensor learnt) {
        return learnt.times(1 / (epsilon * bound)).tanh();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "tilted");
        description.put("epsilon", epsilon);
        description.put("bound", bound);
        description.put("network", network.description());
        description.put("base", base.description());
        return description;
    }

    static ResidualPotential from(Description description) {
        return new ResidualPotential(
                Architectures.from(description.part("network").named()),
                MixturePotential.from(description.part("base")),
                description.number("epsilon"),
                description.number("bound"));
    }
}
