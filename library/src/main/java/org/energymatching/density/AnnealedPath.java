package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.Target;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The way from a Gaussian to the equilibrium of a potential, in the coordinates z in which the Gaussian is N(0, I):
 *
 * <pre>U_β(z) = (1 - β) ½|z|² + β V(x)/ε,   x = μ + L z</pre>
 *
 * <p>A target for chains at temperature 1: its equilibrium is exp(-U_β), whatever temperature is asked for.
 *
 * @param potential V
 * @param epsilon ε
 * @param base N(μ, L·Lᵀ), wider than the equilibrium rather than narrower
 * @param row the shape of one x
 * @param beta β in [0, 1]
 */
record AnnealedPath(Potential potential, double epsilon, Gaussian base, Shape row, double beta) implements Target {

    AnnealedPath at(double other) {
        return new AnnealedPath(potential, epsilon, base, row, other);
    }

    @Override
    public Tensor energy(Tensor z, double[] temperature) {
        return bowl(z).times(1 - beta).plus(valley(z).times(beta));
    }

    @Override
    public Tensor drift(Tensor z, double[] temperature) {
        return Scope.around(() -> {
            Tensor slope = potential.drift(position(z)).reshape(-1, base.mean().length);
            return slope.matmul(factor()).times(beta / epsilon).minus(z.times(1 - beta));
        });
    }

    /** V(x)/ε - ½|z|² for each row: what U_β changes by with β. */
    double[] difference(Tensor z) {
        try (Scope scope = Scope.open()) {
            float[] valley = valley(z).detach().floats();
            float[] bowl = bowl(z).floats();
            double[] difference = new double[bowl.length];
            for (int i = 0; i < bowl.length; i++) {
                difference[i] = (double) valley[i] - bowl[i];
            }
            return difference;
        }
    }

    /** x = μ + L z. */
    Tensor position(Tensor z) {
        Shape batch = row.batch(z.shape().at(0));
        return z.matmul(factor().transpose()).plus(Tensor.of(base.mean())).reshape(batch.extents());
    }

    /** log ∫ exp(-U_0) dz + log |det L|: what is added to a ratio of volumes in z to have log Z in x. */
    double logVolume() {
        return 0.5 * base.mean().length * Math.log(2 * Math.PI)
                + base.cholesky().logVolume();
    }

    private Tensor bowl(Tensor z) {
        return z.square().sumPerRow().times(0.5);
    }

    private Tensor valley(Tensor z) {
        return potential.energy(position(z)).reshape(-1).times(1 / epsilon);
    }

    private Tensor factor() {
        int d = base.mean().length;
        float[] factor = new float[d * d];
        for (int at = 0; at < factor.length; at++) {
            factor[at] = (float) base.factor()[at];
        }
        return Tensor.of(factor, Shape.of(d, d));
    }
}
