package org.energymatching.cli.network;

import org.energymatching.nn.Execution;

/** The precision of drifts. */
public enum Precision {
    SINGLE,
    BFLOAT16;

    /** The corresponding setting of the library. */
    public Execution execution() {
        return switch (this) {
            case SINGLE -> Execution.defaults();
            case BFLOAT16 -> Execution.bfloat16();
        };
    }
}
