package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.coupling.Coupling;

/** Entropic optimal transport between the rows of a batch. */
@Named(value = "sinkhorn", doc = "Entropic optimal transport between the rows of a batch.")
public record SinkhornCouplingConfig(
        @Key(doc = "Entropic regularization.", standard = "0.05", range = "(0, inf)")
        double regularization) implements CouplingConfig {

    @Override
    public Coupling coupling() {
        return Coupling.sinkhorn(regularization);
    }
}
