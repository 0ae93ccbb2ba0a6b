package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Variant;
import org.energymatching.sampling.Kernel;

/** How chains are moved, as a configuration names it. */
public interface KernelConfig extends Variant {

    /** The library's kernel. */
    Kernel kernel();

    /** Whether the kernel chooses the length of its steps, so that the grid's step is no more than a time to stop at. */
    default boolean adaptive() {
        return false;
    }

    /** Whether the kernel has no noise at any temperature. */
    default boolean deterministic() {
        return false;
    }

    /** Whether the kernel has an accept test and reports how often it accepts. */
    default boolean accepts() {
        return false;
    }
}
