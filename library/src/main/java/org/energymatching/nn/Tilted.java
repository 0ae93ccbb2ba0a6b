package org.energymatching.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A known density tilted by a network: what is learnt is how the data differ from a mixture of Gaussians fitted to them.
 *
 * <pre>V(x) = N(x) - ε log q(x),   exp(-V(x)/ε) = q(x) exp(-N(x)/ε)</pre>
 *
 * <p>N grows with |x| at most, -log q with |x|²: so Z is finite whatever is learnt, and V leads back to the data from anywhere.
 *
 * @param network N
 * @param base -log q
 * @param epsilon ε, the temperature at which q is the equilibrium of the second part
 */
public record Tilted(Architecture network, MixtureEnergy base, double epsilon) implements Architecture {

    /** Checks that both take the same rows. */
    public Tilted {
        if (!network.inputShape().equals(Shape.of(base.inputs())) || !(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new UsageException(
                    "A network for points of shape " + network.inputShape() + " was to tilt a density of rows of "
                            + base.inputs() + " numbers at ε = " + epsilon + ".",
                    "Both take rows of the same width, and ε is above zero.",
                    "Fit the density to the rows that the network is for.");
        }
    }

    @Override
    public Shape inputShape() {
        return network.inputShape();
    }

    @Override
    public List<ParameterSpec> parameters() {
        return network.parameters();
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters) {
        return network.energy(x, parameters).plusScaled(base.of(x), epsilon);
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters, Dropout dropout) {
        return network.energy(x, parameters, dropout).plusScaled(base.of(x), epsilon);
    }

    @Override
    public Tensor drift(Tensor x, Parameters parameters) {
        return network.drift(x, parameters).plusScaled(base.drift(x), epsilon);
    }

    @Override
    public Tensor trainableDrift(Tensor x, Parameters parameters, Dropout dropout) {
        return network.trainableDrift(x, parameters, dropout).plusScaled(base.trainableDrift(x), epsilon);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "tilted");
        description.put("epsilon", epsilon);
        description.put("network", network.description());
        description.put("base", base.description());
        return description;
    }

    static Tilted from(Description description) {
        return new Tilted(
                Architectures.from(description.part("network").named()),
                MixtureEnergy.from(description.part("base")),
                description.number("epsilon"));
    }
}
