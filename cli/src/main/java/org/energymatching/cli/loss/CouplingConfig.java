package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Variant;
import org.energymatching.coupling.Coupling;

/** How a batch of source rows is paired with a batch of data rows, as a configuration names it. */
public interface CouplingConfig extends Variant {

    /** The library's coupling. */
    Coupling coupling();
}
