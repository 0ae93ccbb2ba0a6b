package org.energymatching.cli.source;

import org.energymatching.Distribution;
import org.energymatching.cli.schema.Named;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.nn.Architecture;

/** Standard normal noise of any shape. */
@Named(value = "standard-normal", doc = "Standard normal noise of any shape.")
public record StandardNormalConfig() implements SourceConfig {

    @Override
    public Distribution distribution(Architecture network) {
        return new StandardNormal(network.inputShape());
    }
}
