package org.energymatching.coupling;

import java.util.Arrays;
import java.util.Map;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * Entropic optimal transport between uniform marginals, by Sinkhorn's iteration in the log domain; unbalanced where the marginals
 * are relaxed.
 *
 * <p>The plan P minimises
 *
 * <pre>  Σᵢⱼ P(i, j) c(i, j) + λ KL(P | a bᵀ) + τ KL(P1 | a) + τ KL(Pᵀ1 | b),   aᵢ = 1/n, bⱼ = 1/m</pre>
 *
 * with KL(p|q) = Σ p log(p/q) − p + q; as τ = ∞, its n rows sum to 1/n and its m columns to 1/m. It has the form
 *
 * <pre>  P(i, j) = exp(f(i) + g(j) − c(i, j)/λ) / (n m)</pre>
 *
 * and f and g are found by correcting rows and columns in turn, each by the share τ/(τ + λ). The regularisation λ &gt; 0 has the
 * unit of the cost: as λ goes to zero the plan becomes an optimal one, as λ grows it becomes the product plan 1/(n m). Since only
 * logarithms are stored, a small λ costs iterations, about the range of the costs divided by λ, but never accuracy.
 *
 * <p>M. Cuturi, "Sinkhorn distances", NeurIPS 2013; G. Peyré and M. Cuturi, "Computational optimal transport" (2019),
 * section 4.4; L. Chizat, G. Peyré, B. Schmitzer and F.-X. Vialard, "Scaling algorithms for unbalanced optimal transport
 * problems", Mathematics of Computation 87 (2018).
 *
 * @param regularisation λ, in the unit of the cost
 * @param relaxation τ, in the unit of the cost: a row whose costs all exceed it by much has almost no mass in the plan; infinity
 *     fixes the marginals
 * @param tolerance the largest acceptable mean over columns of the relative change of columns in the next iteration;
 *     where marginals are fixed that is the sum of |column sum − 1/m|, and row sums are exact
 * @param maxIterations the largest number of iterations, each over rows and columns
 */
public record Sinkhorn(double regularisation, double relaxation, double tolerance, int maxIterations)
        implements SelfDescribing {

    /** Checks that all four are positive. */
    public Sinkhorn {
        if (!(regularisation > 0)
                || !(relaxation > 0)
                || !(tolerance > 0)
                || maxIterations < 1
                || Double.isInfinite(regularisation)) {
            throw new UsageException(
                    "Sinkhorn's iteration cannot run with regularisation " + regularisation + ", relaxation "
                            + relaxation + ", tolerance " + tolerance + " and at most " + maxIterations
                            + " iterations.",
                    "All four are positive, and the regularisation is finite.",
                    "Start with a regularisation of a twentieth of the mean cost, tolerance 1e-3, 1000 iterations.");
        }
    }

    /** The balanced problem: the marginals are fixed. */
    public Sinkhorn(double regularisation, double tolerance, int maxIterations) {
        this(regularisation, Double.POSITIVE_INFINITY, tolerance, maxIterations);
    }

    /** Whether the marginals are fixed. */
    public boolean balanced() {
        return Double.isInfinite(relaxation);
    }

    /** The description of a balanced one has no relaxation, as in versions without it. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = SelfDescribing.super.description();
        if (balanced()) {
            description.remove("relaxation");
        }
        return description;
    }

    /**
     * The plan for a cost matrix.
     *
     * @param cost n rows of m finite costs, row-major; not modified
     * @param rows n
     * @param columns m
     * @throws FailedException if the columns are not within the tolerance after the last iteration
     */
    public SinkhornPlan plan(double[] cost, int rows, int columns) {
        CostMatrix.require(cost, rows, columns);
        double[] kernel = kernel(cost);
        double share = 1 / (1 + regularisation / relaxation);
        double[] f = new double[rows];
        double[] g = new double[columns];
        double error = Double.POSITIVE_INFINITY;
        for (int iteration = 1; iteration <= maxIterations; iteration++) {
            mendRows(kernel, share, f, g);
            double[] mended = mendedColumns(kernel, share, f, columns);
            error = columnError(g, mended);
            if (error <= tolerance) {
                return new SinkhornPlan(plan(kernel, f, g), rows, columns, iteration, error);
            }
            g = mended;
        }
        throw new FailedException(
                "Sinkhorn's iteration left the columns off by " + error + " after " + maxIterations + " iterations.",
                "The error falls to the tolerance of " + tolerance + ".",
                "Raise the regularisation (now " + regularisation + "), the number of iterations or the tolerance.");
    }

    /** The logarithm of the kernel, −c/λ. */
    private double[] kernel(double[] cost) {
        double[] kernel = new double[cost.length];
        for (int at = 0; at < cost.length; at++) {
            kernel[at] = -cost[at] / regularisation;
            if (Double.isInfinite(kernel[at])) {
                throw new UsageException(
                        "The cost " + cost[at] + " divided by the regularisation " + regularisation + " overflows.",
                        "The regularisation is of the order of the costs, or some powers of ten smaller.",
                        "Raise the regularisation.");
            }
        }
        return kernel;
    }

    /** f(i) = −τ/(τ + λ) log (1/m) Σⱼ exp(g(j) − c(i, j)/λ). */
    private static void mendRows(double[] kernel, double share, double[] f, double[] g) {
        int columns = g.length;
        for (int i = 0; i < f.length; i++) {
            int start = i * columns;
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                largest = Math.max(largest, g[j] + kernel[start + j]);
            }
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += Math.exp(g[j] + kernel[start + j] - largest);
            }
            f[i] = share * (-largest - Math.log(sum / columns));
        }
    }

    /** g(j) = −τ/(τ + λ) log (1/n) Σᵢ exp(f(i) − c(i, j)/λ), row after row so that memory is read in order. */
    private static double[] mendedColumns(double[] kernel, double share, double[] f, int columns) {
        double[] largest = new double[columns];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < f.length; i++) {
            for (int j = 0; j < columns; j++) {
                largest[j] = Math.max(largest[j], f[i] + kernel[i * columns + j]);
            }
        }
        double[] sums = new double[columns];
        for (int i = 0; i < f.length; i++) {
            for (int j = 0; j < columns; j++) {
                sums[j] += Math.exp(f[i] + kernel[i * columns + j] - largest[j]);
            }
        }
        double[] g = new double[columns];
        for (int j = 0; j < columns; j++) {
            g[j] = share * (-largest[j] - Math.log(sums[j] / f.length));
        }
        return g;
    }

    /** Σⱼ |exp(g(j) − mended(j)) − 1|/m; column j of a plan of fixed marginals sums to exp(g(j) − mended(j))/m. */
    private static double columnError(double[] g, double[] mended) {
        double sum = 0;
        for (int j = 0; j < g.length; j++) {
            sum += Math.abs(Math.expm1(g[j] - mended[j]));
        }
        return sum / g.length;
    }

    private static double[] plan(double[] kernel, double[] f, double[] g) {
        double[] plan = new double[kernel.length];
        for (int i = 0; i < f.length; i++) {
            for (int j = 0; j < g.length; j++) {
                int at = i * g.length + j;
                plan[at] = Math.exp(f[i] + g[j] + kernel[at]) / kernel.length;
            }
        }
        return plan;
    }
}
