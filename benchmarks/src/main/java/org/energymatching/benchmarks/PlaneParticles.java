package org.energymatching.benchmarks;

import org.energymatching.data.file.Permutation;
import org.energymatching.tensor.Rng;

/**
 * Particles in the plane up to translations and rotations: 2n numbers (x_1, y_1, …) about their centre to 2n - 3 coordinates.
 *
 * <p>They are Helmert's orthonormal coordinates u_k = (x_1 + … + x_k - k x_(k+1)) / √(k (k+1)), turned until u_1 = (r, 0), without the zero.
 * The rotation has the volume r, so exp(-E) has the density r exp(-E) in them.
 */
final class PlaneParticles {

    private PlaneParticles() {}

    static double[] coordinates(double[] x) {
        double[] u = new double[x.length - 2];
        for (int axis = 0; axis < 2; axis++) {
            double sum = 0;
            for (int k = 1; 2 * k < x.length; k++) {
                sum += x[2 * (k - 1) + axis];
                u[2 * (k - 1) + axis] = (sum - k * x[2 * k + axis]) / Math.sqrt(k * (k + 1.0));
            }
        }
        double r = Math.hypot(u[0], u[1]);
        double[] turned = new double[u.length - 1];
        turned[0] = r;
        for (int at = 2; at < u.length; at += 2) {
            turned[at - 1] = (u[0] * u[at] + u[1] * u[at + 1]) / r;
            turned[at] = (u[0] * u[at + 1] - u[1] * u[at]) / r;
        }
        return turned;
    }

    /** The particles about their centre at these coordinates. */
    static double[] positions(double[] coordinates) {
        double[] x = new double[coordinates.length + 3];
        for (int at = 0; at < coordinates.length; at++) {
            int entry = at == 0 ? 0 : at + 1;
            int k = entry / 2 + 1;
            double share = coordinates[at] / Math.sqrt(k * (k + 1.0));
            for (int i = 0; i < k; i++) {
                x[2 * i + entry % 2] += share;
            }
            x[2 * k + entry % 2] -= k * share;
        }
        return x;
    }

    /** log r. */
    static double logVolume(double[] coordinates) {
        return Math.log(Math.abs(coordinates[0]));
    }

    /** The particles in a random order, or their mirror image. */
    static double[] moved(double[] x, Rng rng) {
        Permutation order = new Permutation(x.length / 2, rng.stream("order"));
        double side = rng.nextBoolean() ? 1 : -1;
        double[] moved = new double[x.length];
        for (int i = 0; 2 * i < x.length; i++) {
            int from = 2 * (int) order.at(i);
            moved[2 * i] = x[from];
            moved[2 * i + 1] = side * x[from + 1];
        }
        return moved;
    }
}
