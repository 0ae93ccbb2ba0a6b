package org.energymatching.baseline;

import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/** An imputation method: fills in the missing values of a row from its known values. */
@FunctionalInterface
public interface Filling {

    /**
     * The row with every missing value replaced; known values do not change.
     *
     * @param row row-major; numbers in missing places are ignored
     * @param missing one for each value of the row
     */
    float[] fill(float[] row, boolean[] missing);

    /** Rows with NaN in the place of each missing value. */
    default Samples fill(Samples rows) {
        float[] filled = new float[rows.values().length];
        int width = rows.width();
        for (int i = 0; i < rows.rows(); i++) {
            float[] row = rows.row(i);
            boolean[] missing = new boolean[width];
            for (int j = 0; j < width; j++) {
                missing[j] = Float.isNaN(row[j]);
            }
            System.arraycopy(fill(row, missing), 0, filled, i * width, width);
        }
        return new Samples(filled, rows.shape());
    }

    /** Checks a mask against a row, and that enough values are known; returns how many are. */
    static int requireKnown(float[] row, boolean[] missing, int least) {
        if (missing.length != row.length) {
            throw new UsageException(
                    "A mask of " + missing.length + " values was given for a row of " + row.length + ".",
                    "It has one for each value of the row.",
                    "Make the mask as large as the row.");
        }
        int known = 0;
        for (boolean gone : missing) {
            known += gone ? 0 : 1;
        }
        if (known < least) {
            throw new UsageException(
                    "Of a row of " + row.length + " values " + known + " are known.",
                    "This way of filling takes " + least + " known values or more.",
                    "Fill such rows by the mean of other rows (MeanFilling.fit).");
        }
        return known;
    }
}
