package org.energymatching.cli.loss;

import java.util.Optional;
import java.util.OptionalInt;
import org.energymatching.cli.schema.Variant;
import org.energymatching.objective.Objective;

/** A loss of a phase, as a configuration names it: its weight and keys of its own. */
public interface LossConfig extends Variant {

    /** The weight of the loss in the sum; at 0 it is left out. */
    double weight();

    /** The library's objective, its weight included. */
    Objective objective(LossContext context);

    /** How many Gaussians the mixture has that this loss needs fitted to the data, 0 for a number by the data; empty if it needs none. */
    default OptionalInt mixtureComponents() {
        return OptionalInt.empty();
    }

    /** What does not fit together in these keys or with the size of a batch, in three sentences. */
    default Optional<Misfit> misfit(int batchSize) {
        return Optional.empty();
    }

    /** What V is after training with this loss. */
    default Meaning meaning() {
        return Meaning.DENSITY;
    }

    /** What a potential is. */
    enum Meaning {
        /** -∇V carries noise to data by the time 1. */
        TRANSPORT,
        /** Data are minima of V, which is no negative log-density at any temperature. */
        MINIMA,
        /** exp(-V/ε) is the density of the data. */
        DENSITY
    }

    /**
     * Keys that do not fit together.
     *
     * @param happened what was given, beginning with a key
     * @param expected what holds between them
     * @param remedy what to do
     */
    record Misfit(String happened, String expected, String remedy) {}
}
