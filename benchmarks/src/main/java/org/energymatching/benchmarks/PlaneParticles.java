package org.energymatching.benchmarks;

import org.energymatching.data.file.Permutation;
import org.energymatching.tensor.Rng;

/**
 * Particles in the plane about their centre, (x_1, y_1, …), in the orthonormal coordinates of Helmert, which leave out the centre and
 * keep lengths: u_k = (x_1 + … + x_k - k x_(k+1)) / √(k (k+1)).
 */
final class PlaneParticles {

    private PlaneParticles() {}

    /** u of n particles: 2n numbers to 2(n - 1). */
    static double[] coordinates(double[] x) {
        double[] u = new double[x.length - 2];
        for (int axis = 0; axis < 2; axis++) {
            double sum = 0;
            for (int k = 1; 2 * k < x.length; k++) {
                sum += x[2 * (k - 1) + axis];
                u[2 * (k - 1) + axis] = (sum - k * x[2 * k + axis]) / Math.sqrt(k * (k + 1.0));
            }
        }
        return u;
    }

    /** The particles about their centre at u. */
    static double[] positions(double[] u) {
        double[] x = new double[u.length + 2];
        for (int at = 0; at < u.length; at++) {
            int k = at / 2 + 1;
            double share = u[at] / Math.sqrt(k * (k + 1.0));
            for (int i = 0; i < k; i++) {
                x[2 * i + at % 2] += share;
            }
            x[2 * k + at % 2] -= k * share;
        }
        return x;
    }

    /** The particles in a random order, after a random rotation and reflection. */
    static double[] moved(double[] x, Rng rng) {
        Permutation order = new Permutation(x.length / 2, rng.stream("order"));
        double angle = 2 * Math.PI * rng.nextDouble();
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double side = rng.nextBoolean() ? 1 : -1;
        double[] moved = new double[x.length];
        for (int i = 0; 2 * i < x.length; i++) {
            int from = 2 * (int) order.at(i);
            double right = x[from];
            double up = side * x[from + 1];
            moved[2 * i] = cos * right - sin * up;
            moved[2 * i + 1] = sin * right + cos * up;
        }
        return moved;
    }
}
