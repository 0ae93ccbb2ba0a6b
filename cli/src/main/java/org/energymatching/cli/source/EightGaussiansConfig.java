package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.cli.schema.Named;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.nn.Architecture;

/** Eight Gaussians on a circle in the plane. */
@Named(value = "eight-gaussians", doc = "Eight Gaussians on a circle in the plane.")
public record EightGaussiansConfig() implements SourceConfig {

    @Override
    public Distribution distribution(Architecture network) {
        return EightGaussians.create();
    }
}
