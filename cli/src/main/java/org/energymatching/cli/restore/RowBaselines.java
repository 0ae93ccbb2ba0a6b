package org.energymatching.cli.restore;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.baseline.Filling;
import org.energymatching.baseline.GaussianPosterior;
import org.energymatching.baseline.MeanFilling;
import org.energymatching.baseline.SeriesInterpolation;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Standardization;
import org.energymatching.density.Gaussian;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.tensor.DoubleMatrix;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** What simple restorers make of measured rows of a table, in the units of the data. */
final class RowBaselines {

    private static final String LINEAR = "linear interpolation";
    private static final String CUBIC = "cubic interpolation";
    private static final String MEAN = "mean row";

    private RowBaselines() {}

    /** To each way its rows, those for what was measured. */
    static Map<String, Samples> of(TrainedRun run, Measurements measurements) {
        Map<String, Samples> all = new LinkedHashMap<>();
        Samples shown = measurements.shown();
        int width = run.width();
        if (shown.width() == width && gaps(shown)) {
            all.put(LINEAR, filled(shown, SeriesInterpolation.LINEAR));
            all.put(CUBIC, filled(shown, SeriesInterpolation.CUBIC));
        } else if (shown.width() < width && width % shown.width() == 0 && inPlace(measurements)) {
            all.put(LINEAR, finer(shown, width, SeriesInterpolation.LINEAR));
            all.put(CUBIC, finer(shown, width, SeriesInterpolation.CUBIC));
        } else if (shown.width() == width) {
            all.put("as measured", shown);
        }
        Standardization units = run.checkpoint().standardization();
        if (units != null) {
            Samples blank = shown.width() == width ? shown : blank(shown.rows(), width);
            all.put(MEAN, filled(blank, new MeanFilling(DoubleMatrix.rounded(run.means()))));
        }
        return all;
    }

    /**
     * Samples of what a measurement leaves possible if rows were normal with the mean and the covariance of those that the run
     * has learnt: the strongest rival, for it has learnt from the same rows. None where they were not read, or where every row
     * has gaps of its own.
     */
    static @Nullable Samples normal(TrainedRun run, Measurements measurements, int perRow, long seed) {
        Instrument instrument = measurements.instrument();
        if (instrument == null || measurements.training() == null) {
            return null;
        }
        NoiseText noise = measurements.noise();
        double sigma = noise.exact() ? MeasurementUnits.NEARLY_EXACT * deviation(run) : noise.sigma();
        Samples rows = run.inDataUnits(measurements.training());
        float[] y = instrument.measured(measurements.shown());
        return GaussianPosterior.of(Gaussian.fit(rows), instrument.operator().with(NoiseModel.gaussian(sigma)))
                .sample(
                        new Samples(
                                y,
                                instrument
                                        .operator()
                                        .outputShape()
                                        .batch(measurements.shown().rows())),
                        perRow,
                        seed);
    }

    private static double deviation(TrainedRun run) {
        Standardization units = run.checkpoint().standardization();
        return units == null ? 1 : units.scale()[0];
    }

    /** Whether what was measured lies in the row one after another, and is no random sum. */
    private static boolean inPlace(Measurements measurements) {
        Instrument instrument = measurements.instrument();
        return instrument != null && !instrument.text().contains("compressed") && instrument.hole() == null;
    }

    private static boolean gaps(Samples shown) {
        for (float value : shown.values()) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    private static Samples blank(int rows, int width) {
        float[] values = new float[rows * width];
        Arrays.fill(values, Float.NaN);
        return new Samples(values, Shape.of(rows, width));
    }

    private static Samples filled(Samples rows, Filling way) {
        int width = rows.width();
        float[] values = new float[rows.values().length];
        for (int i = 0; i < rows.rows(); i++) {
            float[] row = rows.row(i);
            boolean[] missing = new boolean[width];
            for (int j = 0; j < width; j++) {
                missing[j] = Float.isNaN(row[j]);
            }
            System.arraycopy(way.fill(row, missing), 0, values, i * width, width);
        }
        return new Samples(values, rows.shape());
    }

    /**
     * A curve through the middles of the stretches that means were taken over. Middles lie halfway between columns where a
     * stretch has an even number of them, so the curve is drawn at twice as many places.
     */
    private static Samples finer(Samples coarse, int width, SeriesInterpolation way) {
        int factor = width / coarse.width();
        float[] values = new float[coarse.rows() * width];
        for (int i = 0; i < coarse.rows(); i++) {
            float[] dense = new float[2 * width];
            boolean[] missing = new boolean[dense.length];
            Arrays.fill(missing, true);
            for (int k = 0; k < coarse.width(); k++) {
                int middle = 2 * k * factor + factor - 1;
                dense[middle] = coarse.values()[i * coarse.width() + k];
                missing[middle] = false;
            }
            float[] curve = way.fill(dense, missing);
            for (int j = 0; j < width; j++) {
                values[i * width + j] = curve[2 * j];
            }
        }
        return new Samples(values, Shape.of(coarse.rows(), width));
    }
}
