package org.energymatching.objective;

import org.energymatching.tensor.Tensor;

/**
 * The part of the unbiased energy distance that depends on the points, and its gradient at each of them.
 *
 * <pre>
 * 2/(nm) Σ_ij ‖x_i - y_j‖ - 1/(n(n-1)) Σ_(i≠j) ‖x_i - x_j‖
 * </pre>
 *
 * @param value the value, at least minus the mean distance between data: one element
 * @param gradient its derivative with respect to each x, (n, width)
 */
record EnergyDistanceGradient(Tensor value, Tensor gradient) {

    /**
     * Between points and data.
     *
     * @param x points, (n, …)
     * @param counted 1 for each point that counts and 0 for the others, which must be finite as well: (n)
     * @param y data, (m, …)
     */
    static EnergyDistanceGradient between(Tensor x, Tensor counted, Tensor y) {
        Tensor here = x.reshape(x.shape().at(0), -1).doubles();
        Tensor there = y.reshape(y.shape().at(0), -1).doubles();
        Tensor column = counted.doubles().reshape(-1, 1);
        Tensor n = column.sum();
        Tensor toData = n.atLeast(1).reciprocal().times(2.0 / y.shape().at(0));
        Tensor apart = n.atLeast(1).times(n.minus(1).atLeast(1)).reciprocal().negate();
        Pull data = Pull.of(here, there, column.times(toData));
        // each pair occurs twice in the sum, and depends on both of its points
        Pull others = Pull.of(here, here, column.matmul(column.transpose()).times(apart));
        return new EnergyDistanceGradient(
                data.sum.plus(others.sum).rounded(),
                data.gradient.plus(others.gradient.times(2)).rounded());
    }

    /** Σ_ij w_ij ‖x_i - y_j‖, and for each i the gradient Σ_j w_ij (x_i - y_j)/‖x_i - y_j‖. */
    private record Pull(Tensor sum, Tensor gradient) {

        static Pull of(Tensor x, Tensor y, Tensor weights) {
            Tensor distance = x.distances(y);
            Tensor inverse = distance.moreThan(0)
                    .indicator()
                    .doubles()
                    .times(weights)
                    .dividedBy(
                            distance.plus(distance.moreThan(0).not().indicator().doubles()));
            return new Pull(
                    distance.times(weights).sum(),
                    x.times(inverse.sum(1).reshape(-1, 1)).minus(inverse.matmul(y)));
        }
    }
}
