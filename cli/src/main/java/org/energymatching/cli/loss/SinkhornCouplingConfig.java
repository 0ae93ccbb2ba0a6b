package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.Named;
import org.energymatching.coupling.Coupling;
import org.jspecify.annotations.Nullable;

/** Entropic optimal transport between the rows of a batch, unbalanced where its marginals are relaxed. */
@Named(value = "sinkhorn", doc = "Entropic optimal transport between the rows of a batch.")
public record SinkhornCouplingConfig(
        @Key(doc = "Entropic regularization.", standard = "0.05", range = "(0, inf)")
        double regularization,

        @Key(
                doc =
                        "Relaxation of the marginals, relative to the mean squared distance of the batch: outliers then count less in the loss; empty keeps the marginals.",
                range = "(0, inf)")
        @Nullable
        Double relaxation)
        implements CouplingConfig {

    @Override
    public Coupling coupling() {
        return relaxation == null ? Coupling.sinkhorn(regularization) : Coupling.sinkhorn(regularization, relaxation);
    }
}
