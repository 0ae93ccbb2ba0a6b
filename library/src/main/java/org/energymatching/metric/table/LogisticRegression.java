package org.energymatching.metric.table;

import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * Logistic regression with a quadratic penalty on all coefficients but the first, by Newton's method as iteratively reweighted least
 * squares.
 *
 * <pre>
 * w = argmin Σ_i log(1 + exp(-s_i x_i·w)) + ½ Σ_{k>0} w_k²          s_i = ±1: class 1 or 0
 * a step: ridge regression of x_i·w + (y_i - p_i)/ω_i with weights ω_i = p_i (1 - p_i)
 * </pre>
 *
 * <p>The penalty is that of scikit-learn's default, C = 1. A step is halved until the objective decreases. P. McCullagh and J. Nelder,
 * "Generalized linear models", 1989.
 */
final class LogisticRegression {

    private static final int MOST_STEPS = 50;

    private static final int MOST_HALVINGS = 30;

    private static final double TOLERANCE = 1e-10;

    private static final double LEAST_WEIGHT = 1e-10;

    private LogisticRegression() {}

    /** A {@link Learner} of classes; the score is x·w. */
    static double[] predict(DoubleMatrix training, double[] targets, DoubleMatrix test) {
        return RidgeRegression.products(test, fit(training, targets));
    }

    /**
     * The coefficients w, (d).
     *
     * @param x features, (n, d); the first is 1
     * @param y classes 0 and 1, both present, (n)
     */
    static double[] fit(DoubleMatrix x, double[] y) {
        double[] w = new double[x.columns()];
        double[] products = new double[y.length];
        double objective = objective(products, y, w);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] next = newton(x, y, products);
            double[] nextProducts = RidgeRegression.products(x, next);
            double nextObjective = objective(nextProducts, y, next);
            for (int half = 0; half < MOST_HALVINGS && !(nextObjective <= objective); half++) {
                next = middle(w, next);
                nextProducts = middle(products, nextProducts);
                nextObjective = objective(nextProducts, y, next);
            }
            if (!(objective - nextObjective > TOLERANCE * objective)) {
                break;
            }
            w = next;
            products = nextProducts;
            objective = nextObjective;
        }
        return w;
    }

    private static double[] newton(DoubleMatrix x, double[] y, double[] products) {
        double[] weights = new double[y.length];
        double[] responses = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double p = 1 / (1 + Math.exp(-products[i]));
            weights[i] = Math.max(LEAST_WEIGHT, p * (1 - p));
            responses[i] = products[i] + (y[i] - p) / weights[i];
        }
        return RidgeRegression.fit(x, weights, responses);
    }

    private static double objective(double[] products, double[] y, double[] w) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double margin = y[i] > 0 ? products[i] : -products[i];
            sum += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
        }
        for (int k = 1; k < w.length; k++) {
            sum += w[k] * w[k] / 2;
        }
        return sum;
    }

    private static double[] middle(double[] from, double[] to) {
        double[] middle = new double[from.length];
        for (int k = 0; k < middle.length; k++) {
            middle[k] = (from[k] + to[k]) / 2;
        }
        return middle;
    }
}
