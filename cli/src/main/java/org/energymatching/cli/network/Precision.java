package org.energymatching.cli.network;

import org.energymatching.nn.Execution;

/** The numbers that drifts are computed in. */
public enum Precision {
    SINGLE,
    BFLOAT16;

    /** How the library computes in them. */
    public Execution execution() {
        return switch (this) {
            case SINGLE -> Execution.defaults();
            case BFLOAT16 -> Execution.bfloat16();
        };
    }
}
