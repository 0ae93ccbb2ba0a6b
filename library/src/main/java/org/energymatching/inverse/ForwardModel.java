package org.energymatching.inverse;

import java.util.OptionalDouble;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * How a measurement comes about: y ~ p(y | A(x)), an operator seen through noise.
 *
 * <p>The operator is tried at three points: one whose slope is zero at all of them could not guide a chain and is refused.
 *
 * @param operator A
 * @param noise p
 */
public record ForwardModel(MeasurementOperator operator, NoiseModel noise) {

    /** How many deviations a measurement may lie beyond what the operator can reach. */
    private static final double DEVIATIONS = 4;

    /** Tries the operator. */
    public ForwardModel {
        Probe.requireSlope(operator);
    }

    /** The shape of one row of x. */
    public Shape inputShape() {
        return operator.inputShape();
    }

    /** The shape of one measurement. */
    public Shape outputShape() {
        return operator.outputShape();
    }

    /**
     * Simulated measurements of rows of x, row after row; row i draws from {@code rng.at(i)}.
     *
     * @param x rows of {@link #inputShape}
     */
    public float[] measure(float[] x, Rng rng) {
        int width = outputShape().length();
        return RowBlock.map(x, inputShape(), (rows, first) -> {
            float[] y = operator.apply(rows).floats();
            for (int i = 0; i < y.length; i += width) {
                Rng row = rng.at(first + i / width);
                for (int j = i; j < i + width; j++) {
                    y[j] = (float) noise.draw(y[j], row);
                }
            }
            return y;
        });
    }

    /**
     * What one measurement says to all chains, or several measurements to one chain each.
     *
     * @param y one measurement for all chains, or measurement i for chain i; not copied
     */
    public Likelihood likelihood(float[] y) {
        return likelihood(y, 1);
    }

    /**
     * What several measurements say to several chains each: chain i belongs to measurement i / chains.
     *
     * @param y one measurement after another; a single one is for all chains; not copied
     * @param chains how many chains each measurement has
     */
    public Likelihood likelihood(float[] y, int chains) {
        return Measured.of(this, y, chains);
    }

    /**
     * How many values of a measurement lie beyond what can be measured of any x in this range, by more than four deviations:
     * where there are many, the measurement is on another scale than the model.
     */
    public int beyondReach(float[] y, Range x) {
        Range reach = operator.reach(x);
        if (reach.equals(Range.unbounded())) {
            return 0;
        }
        double least = reach.low() - DEVIATIONS * noise.deviation(reach.low());
        double most = reach.high() + DEVIATIONS * noise.deviation(reach.high());
        int beyond = 0;
        for (float value : y) {
            beyond += value < least || value > most ? 1 : 0;
        }
        return beyond;
    }

    /**
     * s = 1/(‖A‖² c) with c the curvature of the noise, σ²/‖A‖² where it is Gaussian: the variance that a measurement leaves
     * where it tells most. Infinite where the operator is not linear, as it has no norm then.
     */
    public double spread() {
        return operator instanceof LinearOperator linear
                ? 1 / (linear.squaredNorm() * noise.curvature())
                : Double.POSITIVE_INFINITY;
    }

    /**
     * The step at which chains at temperature ε begin to leap away from the measurement, Δt = 2 / (ε ‖A‖² c) with c the
     * curvature of the noise: stay well below it. None where the operator is not linear, as it has no norm then.
     */
    public OptionalDouble stableStep(double epsilon) {
        return operator instanceof LinearOperator ? OptionalDouble.of(2 * spread() / epsilon) : OptionalDouble.empty();
    }
}
