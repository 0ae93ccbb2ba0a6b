package org.energymatching.nn.potential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Description;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The explicit energies of Equilibrium Matching, scalars of a network f from d numbers to d.
 *
 * <pre>dot: V(x) = x·f(x);   l2: V(x) = -½ ‖f(x)‖²</pre>
 *
 * <p>A network with a scalar output, such as {@link Mlp}, is a potential without them; these are here to reproduce the paper's
 * (Wang and Du, arXiv 2510.02300, explicit energy, where l2 needs a pre-trained f).
 *
 * @param network f, with as many outputs as inputs in place of one
 * @param form dot or l2
 */
public record VectorFieldEnergy(Mlp network, Form form) implements Architecture {

    /** The scalar of the vector f(x). */
    public enum Form {
        /** x·f(x). */
        DOT,
        /** -½ ‖f(x)‖². */
        L2
    }

    @Override
    public Shape inputShape() {
        return network.inputShape();
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(network.parameters());
        ParameterSpec bias = specs.remove(specs.size() - 1);
        ParameterSpec weight = specs.remove(specs.size() - 1);
        int d = network.inputs();
        specs.add(new ParameterSpec(weight.name(), Shape.of(d, weight.shape().at(1)), weight.bound()));
        specs.add(new ParameterSpec(bias.name(), Shape.of(d), bias.bound()));
        return specs;
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters) {
        Tensor f = network.output(x, parameters).transpose();
        return switch (form) {
            case DOT -> x.times(f).sumPerRow();
            case L2 -> f.square().sumPerRow().times(-0.5);
        };
    }

    @Override
    public boolean isSmooth() {
        return network.isSmooth();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "vector-field");
        description.put("form", form.name().toLowerCase(Locale.ROOT));
        description.put("network", network.description());
        return description;
    }

    static VectorFieldEnergy from(Description description) {
        return new VectorFieldEnergy(
                Mlp.from(description.part("network")),
                Form.valueOf(description.word("form").toUpperCase(Locale.ROOT)));
    }
}
