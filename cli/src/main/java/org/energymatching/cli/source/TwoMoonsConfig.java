package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.cli.schema.Named;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.nn.Architecture;

/** Two half circles in the plane. */
@Named(value = "two-moons", doc = "Two half circles in the plane.")
public record TwoMoonsConfig() implements SourceConfig {

    @Override
    public Distribution distribution(Architecture network) {
        return TwoMoons.create();
    }
}
