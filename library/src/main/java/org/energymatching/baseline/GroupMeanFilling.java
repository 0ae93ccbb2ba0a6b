package org.energymatching.baseline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * Mean imputation within groups of rows: fills every missing value by the mean of the known values of its column over the other rows of
 * the group, such as the mean day of a home.
 */
public final class GroupMeanFilling {

    private GroupMeanFilling() {}

    /**
     * The rows with every missing value replaced.
     *
     * @param rows with NaN in the place of each missing value
     * @param groups the group of each row
     * @param otherwise fills values of columns of which the group knows nothing, once all others are filled
     */
    public static Samples fill(Samples rows, List<String> groups, Filling otherwise) {
        if (groups.size() != rows.rows()) {
            throw new UsageException(
                    groups.size() + " groups were given for " + rows.rows() + " rows.",
                    "Each row has its group.",
                    "Pass the home of every row.");
        }
        int width = rows.width();
        Map<String, ColumnMeans> means = new HashMap<>();
        float[] filled = rows.values().clone();
        for (int i = 0; i < filled.length; i++) {
            if (!Float.isNaN(filled[i])) {
                means.computeIfAbsent(
                                groups.get(i / width), group -> new ColumnMeans(new double[width], new int[width]))
                        .add(i % width, filled[i]);
            }
        }
        for (int i = 0; i < filled.length; i++) {
            ColumnMeans known = means.get(groups.get(i / width));
            if (Float.isNaN(filled[i]) && known != null) {
                filled[i] = known.at(i % width);
            }
        }
        return otherwise.fill(new Samples(filled, rows.shape()));
    }

    private record ColumnMeans(double[] sums, int[] counts) {

        void add(int column, float value) {
            sums[column] += value;
            counts[column]++;
        }

        /** NaN where nothing is known. */
        float at(int column) {
            return (float) (sums[column] / counts[column]);
        }
    }
}
