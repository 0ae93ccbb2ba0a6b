package org.energymatching.cli.network;

import java.util.List;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.condition.Conditions;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.tensor.Shape;

/** The paper's 1-D U-Net on the latent vectors of sequences. */
@Named(value = "sequence", doc = "The paper's 1-D U-Net on the latent vectors of sequences.")
public record SequenceNetworkConfig(
        @Key(doc = "Channels at full resolution: an even number.", standard = "28", range = "[4, inf)")
        int width,

        @Key(
                doc = "How many times as many channels each level has; each level but the last halves the length.",
                standard = "[1, 2]",
                range = "[1, inf)")
        List<Integer> multipliers,

        @Key(doc = "Share of units left out in training.", standard = "0.1", range = "[0, 1)")
        double dropout,

        @Key(doc = "What the output is multiplied by.", standard = "1000", range = "(0, inf)")
        double scale)
        implements NetworkConfig {

    @Override
    public SequencePotential architecture(Shape shape, Conditions conditions) {
        return ImageNetworkConfig.naming(
                "see 'em config explain network.sequence'",
                () -> new SequencePotential(shape.length(), width, multipliers, scale, dropout)
                        .conditionedOn(conditions));
    }

    @Override
    public Domain domain() {
        return Domain.SEQUENCES;
    }
}
