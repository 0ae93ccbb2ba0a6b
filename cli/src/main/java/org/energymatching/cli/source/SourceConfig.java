package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.cli.schema.Variant;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.jspecify.annotations.Nullable;

/** The configuration of the source distribution, from which generation starts. */
public interface SourceConfig extends Variant {

    /** The library's distribution, for points of the shape that this network takes. */
    Distribution distribution(Architecture network);

    /**
     * Where chains of a trained potential begin: the source, or what is nearer to exp(-V/ε).
     *
     * @param observed a row with NaN in the place of each value that is drawn; null where all are
     */
    default Distribution starts(
            Architecture network, Potential potential, double epsilon, float @Nullable [] observed) {
        if (observed != null) {
            throw new UsageException(
                    "Values of columns are given, but the run starts at " + name() + ".",
                    "Values are given to runs that start at a fitted mixture, which is conditioned on them first.",
                    "Use a run of the recipe table.");
        }
        return distribution(network);
    }
}
