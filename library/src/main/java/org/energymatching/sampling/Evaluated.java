package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.RowEnergies;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Positions with U and its drift: what a Metropolis rule needs at either end of a step.
 *
 * @param x the positions, row after row
 * @param epsilon the temperature of each row
 * @param energy U of each row
 * @param drift -∇U, as x
 */
record Evaluated(float[] x, double[] epsilon, double[] energy, float[] drift) {

    static Evaluated at(Target target, float[] x, Shape shape, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            Tensor position = Tensor.of(x, shape, target.device());
            double[] energy = energy(target, position, epsilon);
            return new Evaluated(
                    x, epsilon, energy, target.drift(position, epsilon).floats());
        }
    }

    /** -∇U as Java values. */
    static float[] drift(Target target, float[] x, Shape shape, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            return target.drift(Tensor.of(x, shape, target.device()), epsilon).floats();
        }
    }

    /** U of each row as Java values. */
    static double[] energy(Target target, Tensor x, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            float[] values = RowEnergies.of(target.energy(x, epsilon), x, "The target")
                    .detach()
                    .floats();
            double[] energy = new double[values.length];
            Arrays.setAll(energy, i -> values[i]);
            return energy;
        }
    }

    /** Whether these are the values of U at these positions and temperatures. */
    boolean isAt(float[] position, double[] temperature) {
        return Arrays.equals(x, position) && Arrays.equals(epsilon, temperature);
    }

    /** These rows, with those that moved replaced. */
    Evaluated moved(boolean[] rows, Evaluated there) {
        Evaluated mixed = new Evaluated(x.clone(), there.epsilon, energy.clone(), drift.clone());
        int width = x.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i]) {
                System.arraycopy(there.x, i * width, mixed.x, i * width, width);
                System.arraycopy(there.drift, i * width, mixed.drift, i * width, width);
                mixed.energy[i] = there.energy[i];
            }
        }
        return mixed;
    }

    /** A chain at which U is NaN would never move again, so this is an error. */
    void requireFinite(long first, double[] steps) {
        int width = x.length / steps.length;
        for (int i = 0; i < steps.length; i++) {
            boolean finite = Double.isFinite(energy[i]);
            for (int j = i * width; finite && j < (i + 1) * width; j++) {
                finite = Float.isFinite(drift[j]);
            }
            if (!finite) {
                throw new FailedException(
                        "Chain " + (first + i) + " stands where the energy is " + energy[i]
                                + " or its slope is not finite.",
                        "The energy and its slope are finite wherever a chain comes.",
                        "Make the step smaller (now " + steps[i] + "), or look at the potential there.");
            }
        }
    }
}
