package org.energymatching.cli.loss;

import java.util.Optional;
import java.util.OptionalInt;
import org.energymatching.cli.schema.Variant;
import org.energymatching.objective.Objective;

/** The configuration of a loss of a phase: its weight and its own keys. */
public interface LossConfig extends Variant {

    /** The weight of the loss in the sum; at 0 it is left out. */
    double weight();

    /** The library's objective, its weight included. */
    Objective objective(LossContext context);

    /** The number of Gaussians in the fitted mixture that this loss needs, 0 for a number chosen by the data; empty if it needs none. */
    default OptionalInt mixtureComponents() {
        return OptionalInt.empty();
    }

    /** An inconsistency of these keys with each other or with the size of a batch, in three sentences. */
    default Optional<Misfit> misfit(int batchSize) {
        return Optional.empty();
    }

    /** The meaning of V after training with this loss. */
    default Meaning meaning() {
        return Meaning.DENSITY;
    }

    /** The meanings of a potential. */
    enum Meaning {
        /** -∇V transports noise to data by the time 1. */
        TRANSPORT,
        /** Data are minima of V, which is not a negative log-density at any temperature. */
        MINIMA,
        /** exp(-V/ε) is the density of the data. */
        DENSITY
    }

    /**
     * Keys that are inconsistent.
     *
     * @param happened the given values, beginning with a key
     * @param expected the relation that they must satisfy
     * @param remedy the correction
     */
    record Misfit(String happened, String expected, String remedy) {}
}
