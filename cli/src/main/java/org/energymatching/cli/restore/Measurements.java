package org.energymatching.cli.restore;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.inverse.Observation;
import org.energymatching.inverse.Range;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of rows, read or simulated.
 *
 * @param observation of each row, in the units of the potential
 * @param shown measurements in the units of the data and the shape of the file: NaN for values that were not measured
 * @param truth the rows themselves, in the units of the potential; null where they are not known
 * @param instrument the operators; null for a table with empty cells
 * @param noise of the measurements, in the units of the data
 * @param training the training rows, where they were read
 * @param what the origin of the measurements, in a few words
 */
record Measurements(
        Observation observation,
        Samples shown,
        @Nullable Samples truth,
        @Nullable Instrument instrument,
        NoiseText noise,
        @Nullable Samples training,
        String what) {

    /** The noise of exact values for chains, in deviations of the data: without noise, steps would be infinitely small. */
    static final double NEARLY_EXACT = 0.02;

    /** Values of a table so many deviations from the mean are of another unit or quantity. */
    private static final double FARTHEST = 50;

    /** The share of values outside the range of the data above which measurements count as being on another scale. */
    private static final double MANY = 0.01;

    /** Whether they are exact values of a linear operator that mixes the values of a row. */
    boolean areExactSums() {
        return observation.exact() && !observation.inPlace();
    }

    /** Refuses noise that is not possible for the instrument. */
    static void requireNoiseThatFits(TrainedRun run, @Nullable Instrument instrument, NoiseText noise) {
        if (!noise.gaussian() && !run.ofPictures()) {
            throw new UsageException(
                    "Poisson noise, " + noise.text() + ", was asked for on rows of a table.",
                    "It counts particles by the brightness of pixels.",
                    "Give the deviation of Gaussian noise in the units of the table, such as --noise 0.1.");
        }
        if (noise.exact()
                && instrument != null
                && !instrument.isHole()
                && run.mixture().isEmpty()) {
            Standardization units = run.checkpoint().standardization();
            double[] scales = units == null ? new double[] {1} : units.scale().clone();
            Arrays.sort(scales);
            throw new UsageException(
                    "Measurements by '" + instrument.text() + "' were said to have no noise at all.",
                    "Without noise a measurement pulls infinitely hard on chains; only values that are measured"
                            + " themselves, through a hole in the rest, can be put in place afterwards, and runs that start at a"
                            + " fitted mixture can be held to others.",
                    "Give a deviation that is small against the data, such as --noise "
                            + (run.ofPictures() ? "0.02" : Numbers.brief(NEARLY_EXACT * scales[scales.length / 2]))
                            + ".");
        }
    }

    /**
     * The observation of rows in the units of the potential.
     *
     * @param shown in the shape of the file, NaN for values that were not measured
     * @param source their origin, as the subject of a message
     */
    static Observation observation(
            TrainedRun run, @Nullable Instrument instrument, NoiseText noise, Samples shown, String source) {
        NoiseModel model = noise.model() == null ? NoiseModel.gaussian(NEARLY_EXACT) : noise.model();
        if (instrument == null || instrument.gapsInTable()) {
            requireCells(run, shown, source);
        } else {
            float[] y = instrument.measured(shown);
            int beyond = instrument.operator().with(model).beyondReach(y, range(run));
            if (beyond > MANY * y.length) {
                throw outOfRange(run, source, beyond, y.length);
            }
        }
        Shape row = run.checkpoint().architecture().inputShape();
        Observation inDataUnits = instrument == null || instrument.isHole()
                ? new Observation(new Identity(row).with(model), shown.values(), true, noise.exact())
                : new Observation(instrument.operator().with(model), instrument.measured(shown), false, noise.exact());
        Standardization units = run.checkpoint().standardization();
        return units == null ? inDataUnits : inDataUnits.standardized(run.means(), units.scale());
    }

    private static void requireCells(TrainedRun run, Samples shown, String source) {
        FiniteRows.require(DoubleRows.of(shown), source, run.columns(), true);
        Samples cells = run.toStandardised(shown);
        int width = cells.width();
        for (int i = 0; i < cells.values().length; i++) {
            if (Math.abs(cells.values()[i]) > FARTHEST && run.checkpoint().standardization() != null) {
                throw new DataException(
                        Numbers.format(
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
        int measured = 0;
        for (int i = 0; i < cells.values().length; i++) {
            measured = (i % width == 0 ? 0 : measured) + (Float.isNaN(cells.values()[i]) ? 0 : 1);
            if (i % width == width - 1 && measured == 0) {
                throw new DataException(
                        source + " holds nothing in row " + (i / width + 1) + ".",
                        "Of each row something was measured.",
                        "Leave that row out; 'em sample' draws rows of which nothing is known.");
            }
        }
    }

    /** The range of values of data, in the units of the data. */
    private static Range range(TrainedRun run) {
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

    private static DataException outOfRange(TrainedRun run, String source, int beyond, int of) {
        boolean pictures = run.ofPictures();
        return new DataException(
                source + " holds " + beyond + " of " + of + " values that no " + (pictures ? "picture" : "row")
                        + " could give, even with that noise.",
                pictures
                        ? "Pixels are numbers from -1 for black to 1 for white, or bytes."
                        : "Measurements are in the units of the table that the run was trained on.",
                (pictures ? "Scale them as x / 127.5 - 1, give them as bytes, or say" : "Look for another unit, or say")
                        + " how noisy they are with --noise.");
    }

    /** The factor by which images of this shape are finer than measured ones; 0 where it is not an integer. */
    static int finer(Samples shown, Shape row) {
        if (shown.shape().rank() != 4) {
            return 0;
        }
        Shape coarse = shown.shape().row();
        long factor = row.at(1) / coarse.at(1);
        return coarse.at(0) == row.at(0) && factor * coarse.at(1) == row.at(1) && factor * coarse.at(2) == row.at(2)
                ? (int) factor
                : 0;
    }

    /** Rows in the potential's units converted to those of the data; pixels are clamped to [-1, 1]. */
    static Samples inDataUnits(TrainedRun run, Samples rows) {
        return run.ofPictures() ? rows.clamped(-1, 1) : run.inDataUnits(rows);
    }
}
