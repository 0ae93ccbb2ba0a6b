package org.energymatching.nn;

import org.energymatching.nn.image.ImagePotential;

/**
 * The way a network is computed; it changes the last bits of a result and the time it takes, and is no part of the model.
 *
 * @param precision of drifts: what samplers and negatives follow; energies and training compute in single precision
 * @param fused whether the slope is written out by the chain rule ({@link ImagePotential#drift}), embeddings are added within
 *     convolutions, and attention goes through blocks of rows that stay in a core's cache; else the engine differentiates
 * @param recompute whether training keeps only the states between the stages of a network, and computes what lies between
 *     again: half the memory and more time
 */
public record Execution(Precision precision, boolean fused, boolean recompute) {

    /** The kind of numbers that drifts are computed in. */
    public enum Precision {
        /** 32 bits. */
        SINGLE,
        /** 16 bits: the range of single precision with 8 significant bits. */
        BFLOAT16
    }

    /** Single precision, fused: the fastest way that keeps all digits. */
    public static Execution standard() {
        return new Execution(Precision.SINGLE, true, false);
    }

    /** The reference implementation's order of operations: single precision, nothing fused. */
    public static Execution plain() {
        return new Execution(Precision.SINGLE, false, false);
    }

    /** The same way, with intermediate results computed again in place of kept. */
    public Execution recomputing() {
        return new Execution(precision, fused, true);
    }

    /** The standard way with drifts in bfloat16. */
    public static Execution narrow() {
        return new Execution(Precision.BFLOAT16, true, false);
    }
}
