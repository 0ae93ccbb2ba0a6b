package org.energymatching.nn.sequence;

/** How the derivatives of a {@link SequencePotential} are computed: to the same numbers but for rounding. */
public enum Differentiation {
    /** By the engine's autograd, on any device. */
    AUTOGRAD,
    /**
     * By the chain rule written out in small matrix products: on the CPU more than twice as fast. Where parameters are on
     * another device, autograd computes.
     */
    DIRECT
}
