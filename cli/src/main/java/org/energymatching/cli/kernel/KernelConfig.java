package org.energymatching.cli.kernel;

import org.energymatching.cli.schema.Variant;
import org.energymatching.sampling.Kernel;

/** The configuration of a transition kernel of chains. */
public interface KernelConfig extends Variant {

    /** The library's kernel. */
    Kernel kernel();

    /** Whether the kernel chooses the length of its steps, so that the grid's step is only a time at which it may stop. */
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
