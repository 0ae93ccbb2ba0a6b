package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.cli.schema.Variant;
import org.energymatching.nn.Architecture;

/** The configuration of the source distribution, from which generation starts. */
public interface SourceConfig extends Variant {

    /** The library's distribution, for points of the shape that this network takes. */
    Distribution distribution(Architecture network);
}
