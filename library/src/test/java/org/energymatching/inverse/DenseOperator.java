package org.energymatching.inverse;

import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The matrix of a linear operator, found by applying it to every unit vector.
 *
 * @param matrix (m, D), in double precision
 */
record DenseOperator(DoubleMatrix matrix) {

    static DenseOperator of(LinearOperator operator) {
        int width = operator.inputShape().length();
        int height = operator.outputShape().length();
        float[] units = new float[width * width];
        for (int i = 0; i < width; i++) {
            units[i * width + i] = 1;
        }
        float[] images = operator.values(units);
        double[] values = new double[height * width];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                values[i * width + j] = images[j * height + i];
            }
        }
        return new DenseOperator(new DoubleMatrix(height, width, values));
    }

    /** AᵀA. */
    DoubleMatrix gram() {
        return matrix.transposedTimes(matrix);
    }
}
