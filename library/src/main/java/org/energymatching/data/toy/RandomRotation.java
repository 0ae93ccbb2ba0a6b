package org.energymatching.data.toy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A surface in a space of more dimensions: x = Q p with the m orthonormal columns of Q, which point anywhere. Its residual is
 * that of p = Qᵀx, and beside it Rᵀx for the columns R that are orthogonal to Q.
 *
 * @param flat the surface of the points p
 * @param dimensions D
 * @param frame (Q, R), D × D, row-major
 */
record RandomRotation(Manifold flat, int dimensions, float[] frame) implements Manifold {

    static RandomRotation of(Manifold flat, int dimensions, long seed) {
        if (dimensions < flat.dimensions()) {
            throw new UsageException(
                    "A surface in " + flat.dimensions() + " dimensions was to lie in " + dimensions + ".",
                    "The space around it has at least as many.",
                    "Ask for " + flat.dimensions() + " or more.");
        }
        double[] random = new double[dimensions * dimensions];
        Rng rng = Rng.of(seed).stream("frame");
        for (int i = 0; i < dimensions; i++) {
            for (int j = 0; j <= i; j++) {
                random[i * dimensions + j] = rng.nextGaussian() * (i == j ? Math.sqrt(2) : 1);
            }
        }
        // The eigenvectors of a matrix of normal numbers prefer no direction.
        double[] orthonormal = new DoubleMatrix(dimensions, dimensions, random)
                .eigen()
                .vectors()
                .values();
        float[] frame = new float[orthonormal.length];
        for (int at = 0; at < frame.length; at++) {
            frame[at] = (float) orthonormal[at];
        }
        return new RandomRotation(flat, dimensions, frame);
    }

    @Override
    public int intrinsicDimension() {
        return flat.intrinsicDimension();
    }

    @Override
    public Shape shape() {
        return Shape.of(dimensions);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        int m = flat.dimensions();
        float[] p = new float[m];
        flat.draw(rng, p, 0);
        for (int i = 0; i < dimensions; i++) {
            double sum = 0;
            for (int j = 0; j < m; j++) {
                sum += (double) frame[i * dimensions + j] * p[j];
            }
            out[offset + i] = (float) sum;
        }
    }

    @Override
    public Tensor residual(Tensor x) {
        int m = flat.dimensions();
        Tensor turned = x.matmul(Tensor.of(frame, Shape.of(dimensions, dimensions)));
        Tensor inside = flat.residual(turned.slice(1, 0, m));
        return m == dimensions ? inside : Tensor.concat(List.of(inside, turned.slice(1, m, dimensions)), 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RandomRotation that
                && flat.equals(that.flat)
                && dimensions == that.dimensions
                && Arrays.equals(frame, that.frame);
    }

    @Override
    public int hashCode() {
        return 31 * flat.hashCode() + Arrays.hashCode(frame);
    }

    @Override
    public String toString() {
        return flat + " in " + dimensions + " dimensions";
    }
}
