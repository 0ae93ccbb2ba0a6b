package org.energymatching.cli.extension;

import java.util.List;
import org.energymatching.cli.schema.Variant;
import org.energymatching.cli.schema.VariantProvider;

/** Registers the loss and the kernel of this package. */
public final class TestVariants implements VariantProvider {

    @Override
    public List<Class<? extends Variant>> variants() {
        return List.of(MeanEnergyConfig.class, SlowConfig.class);
    }
}
