package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Named;
import org.energymatching.coupling.Coupling;

/** The independent coupling: rows are paired as they were drawn. */
@Named(value = "independent", doc = "Rows are paired as they were drawn.")
public record IndependentCouplingConfig() implements CouplingConfig {

    @Override
    public Coupling coupling() {
        return Coupling.independent();
    }
}
