package org.energymatching.geometry;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.tensor.engine.SymmetricEigen;

/**
 * Lanczos' method at one point from several random directions at once, which share what they find of H.
 *
 * <pre>
 * z_p = (±1, …, ±1)/√d;   v_1 … v_P: the z_p made orthonormal;   v_(n+1) = H v_k less its parts along v_1 … v_n, scaled to 1
 * T = Vᵀ H V = Σ θ_k s_k s_kᵀ over the v that were multiplied;   masses w_pk = (z_p · V s_k)²;   residuals |H V s_k - θ_k V s_k|
 * </pre>
 *
 * <p>The v are kept in double precision and made orthogonal twice; products come in single precision. A product that has
 * nothing new is left out. Once none has, the spaces that the directions reach are exhausted, and what was found is exact:
 * then the method begins again from other directions, if there are products enough. A. Ruhe, "Implementation aspects of
 * band Lanczos algorithms", Mathematics of Computation 33 (1979).
 */
final class BandLanczos {

    /** What single precision leaves of a product, beside its magnitude. */
    private static final double ROUNDING = 1e-5;

    private final int dimensions;
    private final int products;
    private final int directions;
    private final Rng rng;
    private final List<GaussQuadrature> found = new ArrayList<>();
    private final List<double[]> basis = new ArrayList<>();

    /** v · H v_k for all v that there were after product k. */
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

    /** Signs scatter less than normal numbers where eigenvectors lie near to single axes, and never more. */
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

    /** What H is to be multiplied with next; where all is done, the product is not looked at. */
    double[] newest() {
        return basis.get(Math.min(parts.size(), basis.size() - 1));
    }

    boolean done() {
        return done;
    }

    /** Takes H·{@link #newest}, which it overwrites. */
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

    /** The parts of a vector along the basis, which what is left of it joins if it is more than rounding. */
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

    /** |H V s - θ V s|: how much of it lies along the v that were not multiplied. */
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
