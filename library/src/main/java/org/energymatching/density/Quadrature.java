package org.energymatching.density;

import java.util.function.Function;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * log ∫ f(x) dx of a density in one or two dimensions by the trapezoidal rule, which for functions that vanish at the
 * border converges faster than any power of the grid's width.
 *
 * <pre>log ∫ f ≈ log Σ exp(log f(x_i)) + Σ_j log h_j</pre>
 *
 * <p>The box begins around points where the density is expected. Each side moves outwards until the strip at it holds
 * less than 10⁻⁹ of the mass; then the box closes in on the mass, and its grid is halved until the logarithm changes by
 * less than 10⁻⁹, or until the limit of nodes is reached. The last change is the error.
 *
 * <p>L. N. Trefethen and J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014).
 *
 * @param logPartition the logarithm of the integral, and its error
 * @param low the box's lower corner
 * @param high its upper corner
 * @param nodes in each direction, of the last grid
 */
public record Quadrature(LogPartition logPartition, double[] low, double[] high, int nodes) {

    /** The share of the mass that a strip at the border may hold. */
    private static final double NEGLIGIBLE = 1e-9;

    /** A density that extends farther than the given points by this factor counts as not integrable. */
    private static final double FARTHEST = 1e4;

    /** Nodes whose logarithm is this far below the largest are ignored. */
    private static final double DEPTH = 50;

    private static final double TOLERANCE = 1e-9;

    /**
     * The integral of a density.
     *
     * @param log log f of each row, in nats; -∞ where the density is zero
     * @param around two points or more, (n, 1) or (n, 2), in the region of the mass, such as the data
     * @throws UsageException if the points have three dimensions or more
     * @throws FailedException if log f is NaN or +∞ somewhere, or does not decay
     */
    public static Quadrature of(Function<Samples, double[]> log, Samples around) {
        int d = around.width();
        requireFew(d);
        int coarse = d == 1 ? 513 : 129;
        int finest = d == 1 ? (1 << 17) + 1 : 1025;
        GridSum sum = closed(grown(new GridSum(log, GridSum.Box.around(around), coarse), coarse));
        double value = sum.log();
        double change = Double.POSITIVE_INFINITY;
        for (int nodes = 2 * coarse - 1; nodes <= finest && change > TOLERANCE; nodes = 2 * nodes - 1) {
            sum = new GridSum(log, sum.box(), nodes);
            change = Math.abs(sum.log() - value);
            value = sum.log();
        }
        return new Quadrature(
                new LogPartition(value, change), sum.box().low(), sum.box().high(), sum.nodes());
    }

    /** Refuses more than two dimensions. */
    public static void requireFew(int dimensions) {
        if (dimensions > 2) {
            throw new UsageException(
                    "An integral over " + dimensions + " dimensions was to be computed on a grid.",
                    "Grids are for one or two dimensions; their nodes are too many in more.",
                    "Use annealed importance sampling, or thermodynamic integration.");
        }
    }

    private static GridSum grown(GridSum first, int nodes) {
        GridSum sum = first;
        while (true) {
            double[] low = sum.box().low().clone();
            double[] high = sum.box().high().clone();
            boolean enough = true;
            for (int j = 0; j < low.length; j++) {
                double step = (high[j] - low[j]) / 2;
                boolean below = sum.share(j, false) > NEGLIGIBLE;
                boolean above = sum.share(j, true) > NEGLIGIBLE;
                low[j] -= below ? step : 0;
                high[j] += above ? step : 0;
                enough &= !below && !above;
                if (high[j] - low[j] > FARTHEST * first.box().width(j)) {
                    throw endless(low[j], high[j]);
                }
            }
            if (enough) {
                return sum;
            }
            sum = new GridSum(sum.logs(), new GridSum.Box(low, high), nodes);
        }
    }

    /** The part of the box with all nodes that count, and two more on every side. */
    private static GridSum closed(GridSum sum) {
        return new GridSum(sum.logs(), sum.occupied(DEPTH), sum.nodes());
    }

    private static FailedException endless(double low, double high) {
        return new FailedException(
                "The density does not end: between " + low + " and " + high + " its mass still lies at the border.",
                "A density that can be normalised decays on all sides; a potential must rise faster than the logarithm of"
                        + " the distance.",
                "Train the network with quadratic confinement (ConfinedPotential; confinementRadius of a configuration), or"
                        + " compare energies instead of likelihoods.");
    }
}
