package org.energymatching.baseline;

import org.energymatching.inverse.Plane;

/**
 * Finite differences between neighbouring pixels, to the right and down, within channels.
 *
 * @param plane the layout of pixels in a row
 */
record Differences(Plane plane) {

    /** ∇u: differences to the right and down, zero where there is no neighbour. */
    void gradient(double[] u, double[] right, double[] down) {
        for (int i = 0; i < u.length; i++) {
            int column = i % plane.width();
            int line = i / plane.width() % plane.height();
            right[i] = column < plane.width() - 1 ? u[i + 1] - u[i] : 0;
            down[i] = line < plane.height() - 1 ? u[i + plane.width()] - u[i] : 0;
        }
    }

    /** div p = -∇ᵀp at pixel i. */
    double divergence(double[] right, double[] down, int i) {
        int column = i % plane.width();
        int line = i / plane.width() % plane.height();
        return (column < plane.width() - 1 ? right[i] : 0)
                - (column > 0 ? right[i - 1] : 0)
                + (line < plane.height() - 1 ? down[i] : 0)
                - (line > 0 ? down[i - plane.width()] : 0);
    }
}
