package org.energymatching.cli.schema;

import java.util.List;

/** Registers variants with the program, found by {@link java.util.ServiceLoader}. */
public interface VariantProvider {

    /** Records that are variants, each with {@link Named}. */
    List<Class<? extends Variant>> variants();
}
