package org.energymatching.cli.restore;

import java.util.Arrays;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.FiniteRows;
import org.energymatching.data.Numbers;
import org.energymatching.data.Standardization;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.inverse.Observation;
import org.energymatching.inverse.Range;
import org.energymatching.inverse.Scaling;
import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Measurements in the units of the data, brought into those of the potential, z = (x - mean) / scale: A(x) is A(scale·z) +
 * A(mean), so that y - A(mean) is what A·scale measures of z.
 *
 * @param run the run
 * @param instrument what measures; null for a table with empty cells
 * @param noise of the measurements, in the units of the data
 */
record MeasurementUnits(TrainedRun run, @Nullable Instrument instrument, NoiseText noise) {

    /** What stands for no noise, in deviations of the data: chains cannot follow what pulls infinitely hard. */
    static final double NEARLY_EXACT = 0.02;

    /** Rows of a table that lie so many deviations away were measured in another unit, or of something else. */
    private static final double FARTHEST = 50;

    /** The share of values beyond the reach of what was learnt that makes measurements another scale's. */
    private static final double MANY = 0.01;

    /** Refuses noise that the instrument cannot have. */
    void requireNoiseThatFits() {
        if (!noise.gaussian() && !run.ofPictures()) {
            throw new UsageException(
                    "Poisson noise, " + noise.text() + ", was asked for on rows of a table.",
                    "It counts particles by the brightness of pixels.",
                    "Give the deviation of Gaussian noise in the units of the table, such as --noise 0.1.");
        }
        if (noise.exact() && instrument != null && !instrument.isHole()) {
            throw new UsageException(
                    "Measurements by '" + instrument.text() + "' were said to have no noise at all.",
                    "Without noise a measurement pulls infinitely hard on chains; only values that are measured"
                            + " themselves, through a hole in the rest, can be put in place afterwards.",
                    "Give a deviation that is small against the data, such as --noise "
                            + (run.ofPictures() ? "0.02" : Numbers.brief(NEARLY_EXACT * typicalScale())) + ".");
        }
    }

    /** What would be measured of these rows, which are in the units of the potential, as it can be looked at. */
    Samples simulate(Samples truth, Instrument by, Rng rng) {
        float[] clean = run.inDataUnits(truth).values();
        NoiseModel model = noise.model();
        return by.shown(
                model == null
                        ? by.operator().values(clean)
                        : by.operator().with(model).measure(clean, rng));
    }

    /**
     * What measurements say of rows in the units of the potential.
     *
     * @param shown in the shape of the file, NaN where nothing was measured
     * @param source where they come from
     */
    Observation observation(Samples shown, String source) {
        boolean exact = noise.exact();
        boolean inPlace = instrument == null || instrument.isHole();
        NoiseModel model = noise.model() == null ? NoiseModel.gaussian(NEARLY_EXACT) : noise.model();
        if (instrument == null || instrument.gapsInTable()) {
            requireCells(shown, source);
        } else {
            float[] y = instrument.measured(shown);
            int beyond = instrument.operator().with(model).beyondReach(y, range());
            if (beyond > MANY * y.length) {
                throw outOfRange(source, beyond, y.length);
            }
        }
        Shape row = run.checkpoint().architecture().inputShape();
        Standardization units = run.checkpoint().standardization();
        if (inPlace && (exact || units == null)) {
            return new Observation(
                    new Identity(row).with(model), run.toStandardised(shown).values(), true, exact);
        }
        LinearOperator operator = instrument == null || inPlace ? new Identity(row) : instrument.operator();
        float[] y = (instrument == null || inPlace ? shown.values() : instrument.measured(shown)).clone();
        if (units != null) {
            float[] centre = operator.values(DoubleMatrix.rounded(run.means()));
            for (int i = 0; i < y.length; i++) {
                y[i] -= centre[i % centre.length];
            }
            Scaling scaling = Scaling.of(row, units.scale());
            operator = inPlace ? scaling : scaling.then(operator);
        }
        return new Observation(operator.with(model), y, inPlace, exact);
    }

    private void requireCells(Samples shown, String source) {
        FiniteRows.require(withoutGaps(shown), source, run.columns());
        Samples cells = run.toStandardised(shown);
        int width = cells.width();
        for (int i = 0; i < cells.values().length; i++) {
            if (Math.abs(cells.values()[i]) > FARTHEST && run.checkpoint().standardization() != null) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s holds %s in row %d, column '%s': %.0f deviations from what was learnt.",
                                source,
                                Numbers.exact(Numbers.sum(run.origin()[i % width], shown.values()[i])),
                                i / width + 1,
                                run.columns().get(i % width),
                                Math.abs(cells.values()[i])),
                        "Measurements lie within " + (int) FARTHEST
                                + " deviations of the rows that the potential was trained on.",
                        "Look for another unit, or for a slip in that row.");
            }
        }
        requireSomething(cells, source);
    }

    private void requireSomething(Samples cells, String source) {
        for (int i = 0; i < cells.rows(); i++) {
            boolean empty = true;
            for (float value : cells.row(i)) {
                empty &= Float.isNaN(value);
            }
            if (empty) {
                throw new DataException(
                        source + " holds nothing in row " + (i + 1) + ".",
                        "Of each row something was measured.",
                        "Leave that row out; 'em sample' draws rows of which nothing is known.");
            }
        }
    }

    private static Samples withoutGaps(Samples shown) {
        float[] values = shown.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
        return new Samples(values, shown.shape());
    }

    /** What values of data may be, in the units of the data. */
    private Range range() {
        Standardization units = run.checkpoint().standardization();
        if (units == null) {
            return run.ofPictures() ? Range.pixels() : Range.unbounded();
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double[] means = run.means();
        for (int j = 0; j < means.length; j++) {
            low = Math.min(low, means[j] - FARTHEST * units.scale()[j]);
            high = Math.max(high, means[j] + FARTHEST * units.scale()[j]);
        }
        return new Range(low, high);
    }

    private DataException outOfRange(String source, int beyond, int of) {
        return new DataException(
                source + " holds " + beyond + " of " + of + " values that no " + (run.ofPictures() ? "picture" : "row")
                        + " could give, even with that noise.",
                run.ofPictures()
                        ? "Pixels are numbers from -1 for black to 1 for white, or bytes."
                        : "Measurements are in the units of the table that the run was trained on.",
                run.ofPictures()
                        ? "Scale them as x / 127.5 - 1, give them as bytes, or tell how noisy they are with --noise."
                        : "Look for another unit, or tell how noisy they are with --noise.");
    }

    private double typicalScale() {
        Standardization units = run.checkpoint().standardization();
        if (units == null) {
            return 1;
        }
        double[] sorted = units.scale().clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
