package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.Target;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The annealing path from a known density to the equilibrium of a potential, in coordinates z of that density:
 *
 * <pre>U_β(z) = (1 - β) U₀(z) + β V(x(z))/ε</pre>
 *
 * <p>A target for chains at temperature 1: its equilibrium is exp(-U_β), whatever the temperature argument.
 *
 * @param potential V
 * @param epsilon ε
 * @param base the density exp(-U₀), preferably wider than the equilibrium
 * @param row the shape of one x
 * @param beta β in [0, 1]
 */
record AnnealedPath(Potential potential, double epsilon, BaseDistribution base, Shape row, double beta)
        implements Target {

    AnnealedPath at(double other) {
        return new AnnealedPath(potential, epsilon, base, row, other);
    }

    @Override
    public Device device() {
        return potential.device();
    }

    @Override
    public Tensor energy(Tensor z, double[] temperature) {
        return base.energy(z).times(1 - beta).plus(potentialEnergy(z).times(beta));
    }

    @Override
    public Tensor drift(Tensor z, double[] temperature) {
        return Scope.around(() -> {
            Tensor x = position(z);
            Tensor drift = RowEnergies.slope(potential.drift(x), x, RowEnergies.POTENTIAL)
                    .reshape(-1, base.width());
            return base.pullback(drift).times(beta / epsilon).plus(base.drift(z).times(1 - beta));
        });
    }

    /** V(x)/ε - U₀(z) for each row: the derivative of U_β with respect to β. */
    double[] difference(Tensor z) {
        try (Scope scope = Scope.open()) {
            float[] energies = potentialEnergy(z).detach().floats();
            float[] known = base.energy(z).floats();
            double[] difference = new double[known.length];
            for (int i = 0; i < known.length; i++) {
                difference[i] = (double) energies[i] - known[i];
            }
            return difference;
        }
    }

    /** x at z, in the shape of rows. */
    Tensor position(Tensor z) {
        return base.position(z).reshape(row.batch(z.shape().at(0)).extents());
    }

    private Tensor potentialEnergy(Tensor z) {
        Tensor x = position(z);
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL).times(1 / epsilon);
    }
}
