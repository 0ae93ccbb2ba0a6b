package org.energymatching.inverse;

import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The measurements of rows: y ~ p(y | A(x)), where each row may lack other values.
 *
 * @param model A and p
 * @param y one measurement for each row, NaN for values that were not measured
 * @param inPlace whether A keeps each value at its index, so that y has the values of a row themselves
 * @param exact whether the values in y are exactly those of the rows, so that only chains use the noise of the model
 */
public record Observation(ForwardModel model, float[] y, boolean inPlace, boolean exact) {

    /** Checks the sizes. */
    public Observation {
        RowBlock.rows(y, model.outputShape());
        if (inPlace && !model.inputShape().equals(model.outputShape())) {
            throw new UsageException(
                    "A measurement of shape " + model.outputShape() + " was said to hold the values of rows of shape "
                            + model.inputShape() + " themselves.",
                    "Such a measurement has the shape of the rows, and NaN where nothing was measured.",
                    "Pass an operator that leaves each value where it is.");
        }
    }

    /**
     * The same measurement of standardised rows z = (x - mean) / scale: since A(x) = A(scale·z) + A(mean), y - A(mean) is the
     * measurement of z by A·scale. Exact values stay values of the rows themselves, and the noise for chains is then in units
     * of z.
     *
     * @throws UsageException where A is not linear
     */
    public Observation standardized(double[] mean, double[] scale) {
        if (!(model.operator() instanceof LinearOperator linear)) {
            throw new UsageException(
                    "Rows measured by " + model.operator() + " were to be standardised.",
                    "Only a linear operator measures standardised rows by an operator of the same kind.",
                    "Measure standardised rows.");
        }
        float[] centred = y.clone();
        if (inPlace && exact) {
            for (int i = 0; i < y.length; i++) {
                centred[i] = (float) ((y[i] - mean[i % mean.length]) / scale[i % mean.length]);
            }
            return new Observation(model, centred, true, true);
        }
        float[] centre = linear.values(DoubleMatrix.rounded(mean));
        for (int i = 0; i < y.length; i++) {
            centred[i] -= centre[i % centre.length];
        }
        Scaling scaling = Scaling.of(model.inputShape(), scale);
        return new Observation((inPlace ? scaling : scaling.then(linear)).with(model.noise()), centred, inPlace, exact);
    }

    /** The missing values, where all rows lack the same ones and y has the others themselves. */
    public Optional<Inpainting> commonGap() {
        int width = model.inputShape().length();
        boolean[] missing = new boolean[width];
        for (int i = 0; inPlace && i < y.length; i++) {
            if (i >= width && missing[i % width] != Float.isNaN(y[i])) {
                return Optional.empty();
            }
            missing[i % width] = Float.isNaN(y[i]);
        }
        long gaps = IntStream.range(0, width).filter(j -> missing[j]).count();
        return gaps == 0 || gaps == width
                ? Optional.empty()
                : Optional.of(Inpainting.missing(model.inputShape(), missing));
    }

    /** The number of measured rows. */
    public int rows() {
        return y.length / model.outputShape().length();
    }

    /** Its likelihood for chains, of which so many belong to each row: chain i to row i / chains. */
    public Likelihood likelihood(int chains) {
        return Measured.withGaps(model, y, chains);
    }

    /** The step from which on the measurement makes chains at temperature ε diverge; infinite where it is not known. */
    public double stableStep(double epsilon) {
        return model.stableStep(epsilon).orElse(Double.POSITIVE_INFINITY);
    }

    /**
     * The misfit of rows to their measurements, the root mean square of (y - A(x)) / σ: about 1 where it is explained by the
     * noise.
     *
     * @param x so many rows for each that was measured, one after another
     */
    public double misfit(float[] x, int perRow) {
        float[] seen = model.operator().values(x);
        double sum = 0;
        long count = 0;
        for (int i = 0; i < seen.length; i++) {
            float measured = of(i, perRow);
            if (!Float.isNaN(measured)) {
                double off = (measured - seen[i]) / model.noise().deviation(seen[i]);
                sum += off * off;
                count++;
            }
        }
        return Math.sqrt(sum / Math.max(1, count));
    }

    /** The indices, in the concatenation of all rows, of values that were not measured themselves. */
    public int[] unmeasured() {
        return IntStream.range(0, rows() * model.inputShape().length())
                .filter(at -> !inPlace || Float.isNaN(y[at]))
                .toArray();
    }

    /** The rows with exact measurements put at their positions; unchanged where measurements have noise. */
    public float[] completed(float[] x, int perRow) {
        if (!exact) {
            return x;
        }
        float[] values = x.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(of(i, perRow)) ? values[i] : of(i, perRow);
        }
        return values;
    }

    /** The measured value at an index of the rows, of which there are so many for each measurement. */
    private float of(int at, int perRow) {
        int width = model.outputShape().length();
        return y[at / width / perRow * width + at % width];
    }
}
