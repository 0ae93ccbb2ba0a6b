package org.energymatching.objective;

/** The mini-batches of one training step: each name is a pass through source and data of its own. */
@FunctionalInterface
public interface Batches {

    /** This step's mini-batch of a pass. */
    Batch of(String pass);
}
