package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Variant;
import org.energymatching.coupling.Coupling;

/** The configuration of a coupling of source and data mini-batches. */
public interface CouplingConfig extends Variant {

    /** The library's coupling. */
    Coupling coupling();
}
