package org.energymatching.objective;

import java.util.Optional;
import org.energymatching.tensor.Tensor;

/** The mini-batches of one training step: each name is its own pass through source and data. */
@FunctionalInterface
public interface Batches {

    /** This step's mini-batch of a pass. */
    Batch of(String pass);

    /** The latest value that the {@link Loss#kept loss} of an earlier step kept under this name; empty at first. */
    default Optional<Tensor> kept(String name) {
        return Optional.empty();
    }

    /** The mini-batches and kept values of the second, third, … objective of a kind. */
    default Batches numbered(int number) {
        Batches all = this;
        return new Batches() {
            @Override
            public Batch of(String pass) {
                return all.of(pass + " " + number);
            }

            @Override
            public Optional<Tensor> kept(String name) {
                return all.kept(name + " " + number);
            }
        };
    }

    /** Only the first rows of each mini-batch. */
    default Batches first(int rows) {
        Batches whole = this;
        return new Batches() {
            @Override
            public Batch of(String pass) {
                return whole.of(pass).first(rows);
            }

            @Override
            public Optional<Tensor> kept(String name) {
                return whole.kept(name);
            }
        };
    }
}
