package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Named;
import org.energymatching.coupling.Coupling;

/** Greedy matching: the closest free pair of rows, repeatedly. */
@Named(value = "greedy", doc = "The closest free pair of rows, over and over.")
public record GreedyCouplingConfig() implements CouplingConfig {

    @Override
    public Coupling coupling() {
        return Coupling.greedyOt();
    }
}
