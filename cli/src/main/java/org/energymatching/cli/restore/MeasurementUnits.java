package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.FiniteRows;
import org.energymatching.data.Numbers;
import org.energymatching.data.Standardization;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.inverse.Range;
import org.energymatching.tensor.Constant;
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

    /** What would be measured of these rows, which are in the units of the potential. */
    Evidence simulate(Samples truth, Rng rng) {
        if (instrument == null) {
            throw new IllegalStateException("measurements are simulated by an instrument");
        }
        Samples clean = run.inDataUnits(truth);
        NoiseModel model = noise.model();
        float[] y = model == null
                ? instrument.operator().values(clean.values())
                : instrument.operator().with(model).measure(clean.values(), rng);
        return evidence(instrument.shown(y), y, "The simulation");
    }

    /** What a file says was measured. */
    Evidence measured(Samples file, Path path) {
        return evidence(file, instrument == null ? file.values() : instrument.measured(file), path.toString());
    }

    private Evidence evidence(Samples shown, float[] y, String source) {
        if (instrument == null || instrument.gapsInTable()) {
            return cells(shown, source);
        }
        boolean exact = noise.exact();
        NoiseModel model = noise.model() == null ? NoiseModel.gaussian(NEARLY_EXACT) : noise.model();
        ForwardModel inDataUnits = instrument.operator().with(model);
        int beyond = inDataUnits.beyondReach(y, range());
        if (beyond > MANY * y.length) {
            throw outOfRange(source, beyond, y.length);
        }
        Samples visible = instrument.hole() == null ? shown : instrument.shown(y);
        Standardization units = run.checkpoint().standardization();
        if (units == null) {
            return new ModelEvidence(instrument, inDataUnits, y, exact, visible);
        }
        Constant scale = Constant.of(floats(units.scale()), Shape.of(1, units.scale().length));
        LinearOperator scaling = LinearOperator.of(
                instrument.operator().inputShape(), z -> z.times(scale.tensor()), x -> x.times(scale.tensor()));
        float[] centre = instrument.operator().values(floats(run.means()));
        float[] moved = y.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= centre[i % centre.length];
        }
        return new ModelEvidence(instrument, scaling.then(instrument.operator()).with(model), moved, exact, visible);
    }

    private Evidence cells(Samples shown, String source) {
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
        double[] sigma = new double[width];
        for (int j = 0; j < width; j++) {
            double scale = run.checkpoint().standardization() == null
                    ? 1
                    : run.checkpoint().standardization().scale()[j];
            sigma[j] = noise.exact() ? NEARLY_EXACT : noise.sigma() / scale;
        }
        requireSomething(cells, source);
        return new CellEvidence(cells, sigma, noise.exact(), shown);
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

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
