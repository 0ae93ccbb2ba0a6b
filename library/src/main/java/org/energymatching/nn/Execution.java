package org.energymatching.nn;

/**
 * How a network is computed; it changes the time and the last bits of a result, and is no part of the model.
 *
 * @param precision of drifts for samplers and negatives; energies and training have single precision
 * @param analytic whether the gradient in x is computed by explicit derivatives ({@link
 *     org.energymatching.nn.image.ImagePotential#drift}), embeddings are added within convolutions, and attention is computed
 *     in blocks of rows that fit a core's cache; else autograd differentiates
 * @param checkpointing whether training stores only the activations between the stages of a network and recomputes the others,
 *     with half the memory and more time
 */
public record Execution(Precision precision, boolean analytic, boolean checkpointing) {

    /** The floating-point type of drifts. */
    public enum Precision {
        /** 32 bits. */
        SINGLE,
        /** 16 bits: the range of single precision with 8 significant bits. */
        BFLOAT16
    }

    /** Single precision, analytic gradients: the fastest in full precision. */
    public static Execution defaults() {
        return new Execution(Precision.SINGLE, true, false);
    }

    /** The reference implementation's order of operations: single precision, differentiated by autograd. */
    public static Execution eager() {
        return new Execution(Precision.SINGLE, false, false);
    }

    /** The defaults with drifts in bfloat16. */
    public static Execution bfloat16() {
        return new Execution(Precision.BFLOAT16, true, false);
    }

    /** The same with activation checkpointing in training. */
    public Execution activationCheckpointing() {
        return new Execution(precision, analytic, true);
    }
}
