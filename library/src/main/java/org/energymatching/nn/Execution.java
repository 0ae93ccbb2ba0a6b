package org.energymatching.nn;

import org.energymatching.nn.image.ImagePotential;

/**
 * The way a network is computed; it changes the last bits of a result and the time it takes, and is no part of the model.
 *
 * @param layout the order in which a picture's numbers lie in memory
 * @param precision of drifts: what samplers and negatives follow; energies and training compute in single precision
 * @param fused whether the slope is written out by the chain rule ({@link ImagePotential#drift}), embeddings are added within
 *     convolutions, and attention goes through blocks of rows that stay in a core's cache; else the engine differentiates
 * @param recompute whether training keeps only the states between the stages of a network, and computes what lies between
 *     again: half the memory and more time
 */
public record Execution(Layout layout, Precision precision, boolean fused, boolean recompute) {

    /** The order of numbers in memory. */
    public enum Layout {
        /** Channel after channel, as files have them. */
        CONTIGUOUS,
        /** Pixel after pixel, which convolutions on the CPU are faster in. */
        CHANNELS_LAST
    }

    /** The kind of numbers that drifts are computed in. */
    public enum Precision {
        /** 32 bits. */
        SINGLE,
        /** 16 bits: the range of single precision with 8 significant bits. */
        BFLOAT16
    }

    /** Channels last, single precision, fused: the fastest way that keeps all digits. */
    public static Execution standard() {
        return new Execution(Layout.CHANNELS_LAST, Precision.SINGLE, true, false);
    }

    /** The reference implementation's order of operations: contiguous, single precision, nothing fused. */
    public static Execution plain() {
        return new Execution(Layout.CONTIGUOUS, Precision.SINGLE, false, false);
    }

    /** The same way, with intermediate results computed again in place of kept. */
    public Execution recomputing() {
        return new Execution(layout, precision, fused, true);
    }

    /** The standard way with drifts in bfloat16. */
    public static Execution narrow() {
        return new Execution(Layout.CHANNELS_LAST, Precision.BFLOAT16, true, false);
    }
}
