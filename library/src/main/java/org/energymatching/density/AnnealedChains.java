package org.energymatching.density;

import java.util.Arrays;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.sampling.ChainState;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** A block of chains between a known density and an equilibrium. */
final class AnnealedChains {

    /** Chains within so many deviations of their Gaussian, root mean square, are in the expected range. */
    private static final double FAR = 3;

    /** Chains farther than this have diverged, at any speed. */
    private static final double LOST = 100;

    /** The distances of chains at equilibrium do not grow by this factor. */
    private static final double GROWTH = 1.3;

    private final AnnealedPath path;
    private final Kernel kernel;
    private final Rng rng;
    private final long first;
    private final int rows;
    private final int width;
    private float[] z;
    private int moves;

    /**
     * Chains {@code first} … {@code first + rows - 1}.
     *
     * @param z their starts, row after row, in the coordinates of that density
     */
    AnnealedChains(AnnealedPath path, Kernel kernel, float[] z, long first, int rows, Rng rng) {
        this.path = path;
        this.kernel = kernel;
        this.rng = rng;
        this.first = first;
        this.rows = rows;
        this.width = z.length / rows;
        this.z = z.clone();
    }

    /** A step of every chain at β; returns the share of the chains that moved. */
    double move(double beta, double dt) {
        double[] unit = new double[rows];
        Arrays.fill(unit, 1);
        try (Scope scope = Scope.open()) {
            ChainState state = new ChainState(state(), first);
            float[] moved = kernel.step(path.at(beta), state, unit, dt, rng.at(moves++))
                    .x()
                    .floats();
            int count = 0;
            for (int i = 0; i < rows; i++) {
                boolean same = Arrays.equals(z, i * width, (i + 1) * width, moved, i * width, (i + 1) * width);
                count += same ? 0 : 1;
            }
            z = moved;
            return (double) count / rows;
        }
    }

    private Tensor state() {
        return Tensor.of(z, Shape.of(rows, width), path.device());
    }

    /** V/ε - U₀ of each chain. */
    double[] differences() {
        try (Scope scope = Scope.open()) {
            double[] differences = path.difference(state());
            for (int i = 0; i < rows; i++) {
                if (!Double.isFinite(differences[i])) {
                    throw new FailedException(
                            "Chain " + (first + i) + " came to a place where the energy is " + differences[i] + ".",
                            "Energies are finite wherever the Gaussian that the chains start from has any mass.",
                            "Look at the potential there, or start from a narrower Gaussian.");
                }
            }
            return differences;
        }
    }

    /** The root mean square distance of the chains from the Gaussian's mean, in its deviations. */
    double spread() {
        double square = 0;
        for (float number : z) {
            square += (double) number * number;
        }
        return Math.sqrt(square / z.length);
    }

    /** Refuses chains at β = 1 that have left the range of the Gaussian and have diverged or still move outwards. */
    void requireHeld(double before) {
        double now = spread();
        if (!(now < FAR || (now < LOST && now < GROWTH * before))) {
            throw new FailedException(
                    String.format(
                            Locale.ROOT,
                            "The density does not end: at β = 1 chains are %.3g deviations of the Gaussian that they"
                                    + " started from away from its mean, and go on outwards.",
                            now),
                    "A density that can be normalised decays on all sides: its potential rises faster than the logarithm of"
                            + " the distance. The Gaussian reaches as far as it does.",
                    "Train the network with quadratic confinement (ConfinedPotential; confinementRadius of a configuration);"
                            + " if it has that, start from a wider Gaussian.");
        }
    }

    /** The states of the chains, as rows of the data. */
    Samples positions() {
        try (Scope scope = Scope.open()) {
            return new Samples(path.position(state()).floats(), path.row().batch(rows));
        }
    }
}
