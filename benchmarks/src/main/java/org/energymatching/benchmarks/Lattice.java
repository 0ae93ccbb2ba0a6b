package org.energymatching.benchmarks;

import org.energymatching.tensor.Rng;

/** The symmetries of a field on a periodic square lattice whose action is even: translations, reflections, a transposition, the sign. */
final class Lattice {

    static final int SIDE = 8;

    private Lattice() {}

    /** The field after a random symmetry. */
    static double[] moved(double[] field, Rng rng) {
        int right = rng.nextInt(SIDE);
        int down = rng.nextInt(SIDE);
        boolean mirrored = rng.nextBoolean();
        boolean transposed = rng.nextBoolean();
        double sign = rng.nextBoolean() ? 1 : -1;
        double[] moved = new double[field.length];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int row = (i + down) % SIDE;
                int column = ((mirrored ? SIDE - 1 - j : j) + right) % SIDE;
                moved[i * SIDE + j] = sign * field[transposed ? column * SIDE + row : row * SIDE + column];
            }
        }
        return moved;
    }

    /** |m|, m the mean of the field. */
    static double magnetisation(double[] field) {
        double sum = 0;
        for (double value : field) {
            sum += value;
        }
        return Math.abs(sum / field.length);
    }
}
