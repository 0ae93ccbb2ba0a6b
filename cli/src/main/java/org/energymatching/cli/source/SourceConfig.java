package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.cli.schema.Variant;
import org.energymatching.nn.Architecture;

/** Where generation starts, as a configuration names it. */
public interface SourceConfig extends Variant {

    /** The library's distribution, for points that this network takes. */
    Distribution distribution(Architecture network);
}
