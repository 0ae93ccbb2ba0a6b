package org.energymatching.baseline;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * Mean imputation: fills every missing value by the mean of its column over other rows, such as the mean image or the mean
 * day of load profiles.
 *
 * @param mean one for each value of a row
 */
public record MeanFilling(float[] mean) implements Filling {

    /** The means of training rows. */
    public static MeanFilling fit(Samples rows) {
        if (rows.rows() < 1) {
            throw new UsageException(
                    "A mean was to be taken of no rows.", "There is at least one.", "Pass the rows trained on.");
        }
        int width = rows.width();
        double[] sums = new double[width];
        for (int i = 0; i < rows.values().length; i++) {
            sums[i % width] += rows.values()[i];
        }
        float[] mean = new float[width];
        for (int j = 0; j < width; j++) {
            mean[j] = (float) (sums[j] / rows.rows());
        }
        return new MeanFilling(mean);
    }

    /**
     * Fills by the mean of the known values of the same row, channel by channel.
     *
     * @param channels the number of equal parts of a row; 1 for vectors
     */
    public static Filling ofRow(int channels) {
        return (row, missing) -> {
            Filling.requireKnown(row, missing, 1);
            float[] filled = row.clone();
            int pixels = row.length / channels;
            for (int channel = 0; channel < channels; channel++) {
                double sum = 0;
                int known = 0;
                for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                    sum += missing[i] ? 0 : row[i];
                    known += missing[i] ? 0 : 1;
                }
                if (known == 0) {
                    throw new UsageException(
                            "Nothing is known of channel " + channel + ".",
                            "A mean within channels takes a known value in each.",
                            "Fill such rows by the mean of other rows (MeanFilling.fit).");
                }
                for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                    filled[i] = missing[i] ? (float) (sum / known) : row[i];
                }
            }
            return filled;
        };
    }

    @Override
    public float[] fill(float[] row, boolean[] missing) {
        Filling.requireKnown(row, missing, 0);
        if (row.length != mean.length) {
            throw new UsageException(
                    "A row of " + row.length + " values was to be filled from means of " + mean.length + ".",
                    "Rows are as wide as those that the means were taken of.",
                    "Take the means of rows of the same kind.");
        }
        float[] filled = row.clone();
        for (int i = 0; i < row.length; i++) {
            filled[i] = missing[i] ? mean[i] : row[i];
        }
        return filled;
    }
}
