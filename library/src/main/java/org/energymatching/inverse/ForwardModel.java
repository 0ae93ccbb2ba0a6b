package org.energymatching.inverse;

import java.util.OptionalDouble;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The forward model of a measurement: y ~ p(y | A(x)), an operator with noise.
 *
 * <p>The operator is evaluated at three points: one whose derivative is zero at all of them could not guide a chain and is
 * refused.
 *
 * @param operator A
 * @param noise p
 */
public record ForwardModel(MeasurementOperator operator, NoiseModel noise) {

    /** How many deviations a measurement may be outside the range of the operator. */
    private static final double DEVIATIONS = 4;

    /** Evaluates the operator at trial points. */
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
     * The likelihood of one measurement for all chains, or of several measurements for one chain each.
     *
     * @param y one measurement for all chains, or measurement i for chain i; not copied
     */
    public Likelihood likelihood(float[] y) {
        return likelihood(y, 1);
    }

    /**
     * The likelihood of several measurements for several chains each: chain i belongs to measurement i / chains.
     *
     * @param y one measurement after another; a single one is for all chains; not copied
     * @param chains how many chains each measurement has
     */
    public Likelihood likelihood(float[] y, int chains) {
        return Measured.of(this, y, chains);
    }

    /**
     * The number of values of a measurement that are more than four deviations outside the measurements of all x in this range:
     * where there are many, the measurement has another scale than the model.
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
     * s = 1/(‖A‖² c) with c the curvature of the noise, σ²/‖A‖² where it is Gaussian: the variance that a measurement leaves in
     * its most informative direction. Infinite where the operator is not linear, since it then has no norm.
     */
    public double spread() {
        return operator instanceof LinearOperator linear
                ? 1 / (linear.squaredNorm() * noise.curvature())
                : Double.POSITIVE_INFINITY;
    }

    /**
     * The step from which on the measurement makes chains at temperature ε diverge, Δt = 2 / (ε ‖A‖² c) with c the curvature of
     * the noise: choose a much smaller one. There is none where the operator is not linear, since it then has no norm.
     */
    public OptionalDouble stableStep(double epsilon) {
        return operator instanceof LinearOperator ? OptionalDouble.of(2 * spread() / epsilon) : OptionalDouble.empty();
    }
}
