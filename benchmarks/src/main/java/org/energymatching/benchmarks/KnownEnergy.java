package org.energymatching.benchmarks;

import java.util.stream.IntStream;
import org.energymatching.data.file.DoubleRows;

/** An energy over temperature, E(x) = V(x)/T, whose density exp(-E(x)) is that of known data up to a constant. */
@FunctionalInterface
interface KnownEnergy {

    /** E of one row. */
    double of(double[] x);

    /** E of each row. */
    default double[] of(DoubleRows rows) {
        return IntStream.range(0, rows.rows())
                .mapToDouble(i -> of(KnownSystem.row(rows, i)))
                .toArray();
    }

    /**
     * The Müller–Brown surface (1979): two deep wells and a shallow one in the plane, at a scale of .15 and shifted by 146.7 as in bgflow.
     *
     * <pre>E = .15 β (Σ_k A_k exp(a_k (x - x_k)² + b_k (x - x_k)(y - y_k) + c_k (y - y_k)²) + 146.7)</pre>
     */
    static KnownEnergy muellerBrown(double beta) {
        double[][] terms = {
            {-200, -1, 0, -10, 1, 0},
            {-100, -1, 0, -10, 0, 0.5},
            {-170, -6.5, 11, -6.5, -0.5, 1.5},
            {15, 0.7, 0.6, 0.7, -1, 1}
        };
        return x -> {
            double sum = 146.7;
            for (double[] k : terms) {
                double right = x[0] - k[4];
                double up = x[1] - k[5];
                sum += k[0] * Math.exp(k[1] * right * right + k[2] * right * up + k[3] * up * up);
            }
            return 0.15 * beta * sum;
        };
    }

    /** Four particles in the plane with a double well in every distance (DW4): E = Σ_{i<j} .9 (r_ij - 4)⁴ - 4 (r_ij - 4)². */
    static KnownEnergy doubleWells() {
        return x -> {
            double sum = 0;
            for (int i = 0; i < x.length; i += 2) {
                for (int j = 0; j < i; j += 2) {
                    double apart = Math.hypot(x[i] - x[j], x[i + 1] - x[j + 1]) - 4;
                    double squared = apart * apart;
                    sum += (0.9 * squared - 4) * squared;
                }
            }
            return sum;
        };
    }

    /**
     * The action of a scalar field with a quartic term on a periodic square lattice of 8 by 8 sites.
     *
     * <pre>S = Σ_s -2κ φ_s (φ_right + φ_below) + φ_s² + .022 (φ_s² - 1)²</pre>
     */
    static KnownEnergy scalarField(double kappa) {
        int side = Lattice.SIDE;
        return x -> {
            double sum = 0;
            for (int s = 0; s < x.length; s++) {
                int right = s / side * side + (s + 1) % side;
                int below = (s + side) % x.length;
                double squared = x[s] * x[s];
                sum += -2 * kappa * x[s] * (x[right] + x[below]) + squared + 0.022 * (squared - 1) * (squared - 1);
            }
            return sum;
        };
    }
}
