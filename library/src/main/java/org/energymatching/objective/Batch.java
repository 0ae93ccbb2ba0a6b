package org.energymatching.objective;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A mini-batch, as tensors and as the Java values that were drawn.
 *
 * @param source x₀, (B, …)
 * @param data x₁, (B, …)
 * @param sourceValues x₀ in Java, for computations on the processor: couplings and densities of noise
 * @param dataValues x₁ in Java
 */
public record Batch(Tensor source, Tensor data, Samples sourceValues, Samples dataValues) {

    /** The mini-batch of these values; its tensors belong to the caller's scope. */
    public static Batch of(Samples source, Samples data, Device device) {
        return new Batch(source.tensor(device), data.tensor(device), source, data);
    }

    /** V(x | c) under the conditions of the data, for points row by row; V(x) where the data have none. */
    public Potential given(Potential potential) {
        return given(potential, dataValues.rows());
    }

    /** The same for so many points, of which row i has the condition of row i modulo the mini-batch. */
    Potential given(Potential potential, int points) {
        Tensor condition = condition(points);
        return condition == null ? potential : potential.given(condition);
    }

    /** A term of V(x | c), of which row i has the condition of row i modulo the mini-batch; of V(x) where the data have none. */
    public Term given(Term term) {
        Tensor condition = condition(term.rows());
        return condition == null ? term : term.given(condition);
    }

    /** The conditions of so many points, (points, k); null where the data have none. */
    @Nullable
    Tensor condition(int points) {
        Samples conditions = dataValues.conditions();
        if (conditions == null) {
            return null;
        }
        int[] rows = new int[points];
        Arrays.setAll(rows, i -> i % conditions.rows());
        return (points == conditions.rows() ? conditions : conditions.pick(rows)).tensor(device());
    }

    /** Its first rows, at least one and at most all. */
    public Batch first(int rows) {
        if (rows < 1) {
            throw new UsageException(
                    "The first " + rows + " rows of a mini-batch were asked for.",
                    "A part of a mini-batch has at least one row.",
                    "Ask for one row or more, or leave the whole mini-batch.");
        }
        int x0 = Math.min(rows, sourceValues.rows());
        int x1 = Math.min(rows, dataValues.rows());
        return new Batch(source.rows(0, x0), data.rows(0, x1), sourceValues.slice(0, x0), dataValues.slice(0, x1));
    }

    /** The device of its tensors. */
    public Device device() {
        return data.device();
    }
}
