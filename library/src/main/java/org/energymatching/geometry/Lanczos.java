package org.energymatching.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Lanczos' method at every point of a block at once, one random direction for each.
 *
 * <pre>H q_k = β_(k-1) q_(k-1) + α_k q_k + β_k q_(k+1),   q_0 = z;   every q is made orthogonal to all before it, twice</pre>
 *
 * <p>The q are kept in double precision, and the products come in single precision. Where β_k vanishes beside the
 * magnitudes met, the space that z reaches is exhausted, and the quadrature so far is exact.
 */
final class Lanczos {

    /** What single precision leaves of a product, beside its magnitude. */
    private static final double ROUNDING = 1e-5;

    private final Curvature curvature;
    private final int first;
    private final int steps;
    private final int d;
    private final List<Chain> chains = new ArrayList<>();

    /** What the method has made of one point. */
    private static final class Chain {
        private final List<double[]> basis = new ArrayList<>();
        private final double[] diagonal;
        private final double[] beside;
        private double magnitude;
        private boolean ended;

        Chain(double[] start, int steps) {
            basis.add(start);
            diagonal = new double[steps];
            beside = new double[steps];
        }

        void advance(double[] product) {
            int k = basis.size() - 1;
            double[] newest = basis.get(k);
            magnitude = Math.max(magnitude, Math.sqrt(dot(product, product)));
            diagonal[k] = dot(newest, product);
            for (int pass = 0; pass < 2; pass++) {
                for (double[] q : basis) {
                    subtract(product, q, dot(q, product));
                }
            }
            double length = Math.sqrt(dot(product, product));
            ended = k + 1 == diagonal.length || length <= ROUNDING * magnitude;
            if (!ended) {
                beside[k] = length;
                basis.add(scaled(product, 1 / length));
            }
        }

        Quadrature quadrature() {
            return Quadrature.of(diagonal, beside, basis.size());
        }
    }

    private Lanczos(Curvature curvature, int first, int steps) {
        this.curvature = curvature;
        this.first = first;
        this.steps = steps;
        this.d = curvature.dimensions();
    }

    /**
     * The method at its beginning.
     *
     * @param first the number of the block's first point
     * @param random what the direction of each row is drawn from
     */
    static Lanczos from(Curvature curvature, int first, IntFunction<RandomGenerator> random, int steps) {
        Lanczos lanczos = new Lanczos(curvature, first, steps);
        for (int row = 0; row < curvature.points(); row++) {
            RandomGenerator own = random.apply(row);
            double[] start = new double[lanczos.d];
            for (int j = 0; j < lanczos.d; j++) {
                start[j] = own.nextGaussian();
            }
            lanczos.chains.add(new Chain(scaled(start, 1 / Math.sqrt(dot(start, start))), steps));
        }
        return lanczos;
    }

    /** The quadrature of each point, after so many products for all of them. */
    Quadrature[] run(Runnable onProduct) {
        for (int k = 0; k < steps; k++) {
            if (chains.stream().anyMatch(chain -> !chain.ended)) {
                advance();
            }
            onProduct.run();
        }
        return chains.stream().map(Chain::quadrature).toArray(Quadrature[]::new);
    }

    private void advance() {
        float[] vectors = new float[chains.size() * d];
        for (int row = 0; row < chains.size(); row++) {
            List<double[]> basis = chains.get(row).basis;
            double[] newest = basis.get(basis.size() - 1);
            for (int j = 0; j < d; j++) {
                vectors[row * d + j] = (float) newest[j];
            }
        }
        float[] products = products(vectors);
        for (int row = 0; row < chains.size(); row++) {
            Chain chain = chains.get(row);
            if (!chain.ended) {
                double[] product = new double[d];
                for (int j = 0; j < d; j++) {
                    product[j] = PointBlocks.finite(products[row * d + j], first + row);
                }
                chain.advance(product);
            }
        }
    }

    private float[] products(float[] vectors) {
        try (Scope scope = Scope.open()) {
            return curvature
                    .times(Tensor.of(vectors, Shape.of(chains.size(), d)))
                    .floats();
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] direction, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * direction[i];
        }
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] made = new double[vector.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = factor * vector[i];
        }
        return made;
    }
}
