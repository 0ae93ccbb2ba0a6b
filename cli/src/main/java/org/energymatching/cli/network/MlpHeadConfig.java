package org.energymatching.cli.network;

import java.util.List;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.nn.image.Head;
import org.energymatching.nn.image.PerceptronHead;

/** A multilayer perceptron on all pixels as the head. */
@Named(value = "mlp", doc = "A multilayer perceptron on all pixels.")
public record MlpHeadConfig(
        @Key(doc = "Widths of the hidden layers.", standard = "[256]", range = "[1, inf)")
        List<Integer> widths) implements HeadConfig {

    @Override
    public Head head() {
        return new PerceptronHead(widths);
    }
}
