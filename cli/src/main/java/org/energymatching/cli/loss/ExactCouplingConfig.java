package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Named;
import org.energymatching.coupling.Coupling;

/** Exact optimal transport between the rows of a batch. */
@Named(value = "exact", doc = "Exact optimal transport between the rows of a batch.")
public record ExactCouplingConfig() implements CouplingConfig {

    @Override
    public Coupling coupling() {
        return Coupling.exactOt();
    }
}
