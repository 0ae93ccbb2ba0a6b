package org.energymatching.benchmarks;

import java.util.Locale;
import org.energymatching.nn.Execution;

/** The ways to compute a network that are set side by side. */
enum Way {
    /** The reference implementation's order of operations; the others are measured by it. */
    PLAIN,
    /** Channels last, fused. */
    STANDARD,
    /** The same, with intermediate results of training computed again in place of kept. */
    RECOMPUTING,
    /** The standard way with drifts in bfloat16. */
    NARROW;

    Execution execution() {
        return switch (this) {
            case PLAIN -> Execution.eager();
            case STANDARD -> Execution.defaults();
            case RECOMPUTING -> Execution.defaults().activationCheckpointing();
            case NARROW -> Execution.bfloat16();
        };
    }

    /** As the tables and the command line call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
