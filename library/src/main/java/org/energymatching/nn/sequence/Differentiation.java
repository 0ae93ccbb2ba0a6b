package org.energymatching.nn.sequence;

/** How the derivatives of a {@link SequencePotential} are computed, with the same results up to rounding. */
public enum Differentiation {
    /** By the engine's autograd, on any device. */
    AUTOGRAD,
    /**
     * By explicit derivatives in small matrix products: on the CPU more than twice as fast. Where parameters are on another
     * device, autograd is used.
     */
    DIRECT
}
