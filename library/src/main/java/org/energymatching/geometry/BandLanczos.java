package org.energymatching.geometry;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.tensor.engine.SymmetricEigen;

/**
 * The band Lanczos method at one point, from several random directions at once in a common Krylov space of H.
 *
 * <pre>
 * z_p = (±1, …, ±1)/√d;   v_1 … v_P: the z_p made orthonormal;   v_(n+1) = H v_k less its parts along v_1 … v_n, scaled to 1
 * T = Vᵀ H V = Σ θ_k s_k s_kᵀ over the v that were multiplied;   masses w_pk = (z_p · V s_k)²;   residuals |H V s_k - θ_k V s_k|
 * </pre>
 *
 * <p>The v have double precision and are orthogonalised twice; products have single precision. A product within the span of the
 * v is left out. Once all are, the Krylov space is exhausted, and the result is exact: the method then restarts from other
 * directions, if there are products left. A. Ruhe, "Implementation aspects of band Lanczos algorithms", Mathematics of
 * Computation 33 (1979).
 */
final class BandLanczos {

    /** The rounding error of a product in single precision, relative to its magnitude. */
    private static final double ROUNDING = 1e-5;

    private final int dimensions;
    private final int products;
    private final int directions;
    private final Rng rng;
    private final List<GaussQuadrature> found = new ArrayList<>();
    private final List<double[]> basis = new ArrayList<>();

    /** v · H v_k for all v after product k. */
    private final List<double[]> parts = new ArrayList<>();

    /** The z in terms of the v. */
    private final List<double[]> starts = new ArrayList<>();

    private double magnitude;
    private int used;
    private boolean done;

    BandLanczos(int dimensions, int products, int directions, Rng rng) {
        this.dimensions = dimensions;
        this.products = products;
        this.directions = directions;
        this.rng = rng;
        begin();
    }

    /** Random signs have a smaller variance than normal numbers where eigenvectors are near single axes, and never a larger one. */
    private void begin() {
        basis.clear();
        parts.clear();
        starts.clear();
        magnitude = 0;
        for (int p = 0; p < directions; p++) {
            Rng own = rng.at(found.size() + p);
            double[] z = new double[dimensions];
            for (int i = 0; i < dimensions; i++) {
                z[i] = (own.nextBoolean() ? 1 : -1) / Math.sqrt(dimensions);
            }
            starts.add(append(z, 1));
        }
    }

    /** The vector to be multiplied with H next; after the last product the result is not used. */
    double[] newest() {
        return basis.get(Math.min(parts.size(), basis.size() - 1));
    }

    boolean done() {
        return done;
    }

    /** Adds the product H·{@link #newest}, which it overwrites. */
    void advance(double[] product) {
        magnitude = Math.max(magnitude, Math.sqrt(dot(product, product)));
        parts.add(append(product, magnitude));
        used++;
        boolean exhausted = parts.size() == basis.size();
        if (exhausted || used == products) {
            int length = parts.size();
            found.addAll(quadratures());
            done = used + length > products;
            if (!done) {
                begin();
            }
        }
    }

    /** The components of a vector along the basis; its remainder is added to the basis if it is larger than rounding. */
    private double[] append(double[] vector, double scale) {
        int n = basis.size();
        double[] along = new double[n + 1];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < n; i++) {
                double[] v = basis.get(i);
                double part = dot(v, vector);
                along[i] += part;
                for (int j = 0; j < dimensions; j++) {
                    vector[j] -= part * v[j];
                }
            }
        }
        double length = Math.sqrt(dot(vector, vector));
        if (n < dimensions && length > ROUNDING * scale) {
            along[n] = length;
            for (int j = 0; j < dimensions; j++) {
                vector[j] /= length;
            }
            basis.add(vector);
        }
        return along;
    }

    private List<GaussQuadrature> quadratures() {
        int size = parts.size();
        double[] matrix = new double[size * size];
        for (int k = 0; k < size; k++) {
            for (int i = 0; i <= k; i++) {
                matrix[k * size + i] = parts.get(k)[i];
            }
        }
        SymmetricEigen eigen = new DoubleMatrix(size, size, matrix).eigen();
        double[] residuals = residuals(eigen.vectors());
        List<GaussQuadrature> each = new ArrayList<>();
        for (double[] start : starts) {
            double[] masses = new double[size];
            for (int k = 0; k < size; k++) {
                double overlap = 0;
                for (int i = 0; i < Math.min(size, start.length); i++) {
                    overlap += start[i] * eigen.vectors().at(i, k);
                }
                masses[k] = overlap * overlap;
            }
            each.add(GaussQuadrature.of(eigen.values(), residuals, masses));
        }
        return each;
    }

    /** |H V s - θ V s|, the norm of its components along the v that were not multiplied. */
    private double[] residuals(DoubleMatrix vectors) {
        int size = parts.size();
        double[] squares = new double[size];
        for (int row = size; row < basis.size(); row++) {
            for (int k = 0; k < size; k++) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += row < parts.get(i).length ? parts.get(i)[row] * vectors.at(i, k) : 0;
                }
                squares[k] += sum * sum;
            }
        }
        for (int k = 0; k < size; k++) {
            squares[k] = Math.sqrt(squares[k]);
        }
        return squares;
    }

    GaussQuadrature[] found() {
        return found.toArray(GaussQuadrature[]::new);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
