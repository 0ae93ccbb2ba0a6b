package org.energymatching.cli.network;

import java.util.List;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.condition.Conditions;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.ConditionalMlp;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Shape;

/** A multilayer perceptron on rows of numbers. */
@Named(value = "mlp", doc = "A multilayer perceptron on rows of numbers.")
public record MlpConfig(
        @Key(doc = "Width of each hidden layer.", standard = "[256, 256, 256, 256]", range = "[1, inf)")
        List<Integer> widths,

        @Key(doc = "Activation after every hidden layer but the first.", standard = "silu")
        Activation activation,

        @Key(doc = "Activation after the first hidden layer.", standard = "relu")
        Activation firstActivation,

        @Key(
                doc =
                        "The numbers that chains of training are computed in. Without conditions, and not with a fitted-mixture.",
                standard = "single")
        Precision chainPrecision)
        implements NetworkConfig {

    @Override
    public Architecture architecture(Shape shape, Conditions conditions) {
        if (widths.isEmpty()) {
            throw new UsageException(
                    "network.mlp.widths is empty.",
                    "At least one hidden layer was expected.",
                    "Give its width, such as network.mlp.widths=[128, 128].");
        }
        Mlp network = new Mlp(shape.length() + conditions.width(), widths, firstActivation, activation)
                .with(chainPrecision.execution().precision());
        return conditions.isNone() ? network : new ConditionalMlp(network, conditions);
    }

    @Override
    public Domain domain() {
        return Domain.ROWS;
    }
}
