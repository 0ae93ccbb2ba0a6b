package org.energymatching.metric.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.schema.Schema;

/**
 * Column shapes: how similar the marginal distributions of real and synthetic rows are, column by column.
 *
 * <pre>
 * 1 - sup_x |F(x) - G(x)|          numbers and times (Kolmogorov–Smirnov), missing ones left out
 * 1 - ½ Σ_k |p_k - q_k|            levels (total variation), a missing one being a level
 * </pre>
 *
 * <p>1 is best, 0 is disjoint. The mean is the "shape" of the QualityReport of SDMetrics (DataCebo). Numbers that are all missing on
 * one side score 0; SDMetrics leaves them out.
 *
 * @param columns the similarity of each column, by name; none if its numbers are missing on both sides
 * @param mean over columns; NaN if there is none
 */
public record ColumnShapes(Map<String, Double> columns, double mean) {

    /**
     * Compares all columns but constants and identifiers.
     *
     * @param real rows of cells as written
     * @param synthetic rows of the same schema
     * @throws org.energymatching.error.DataException if a cell is not of its column's type
     */
    public static ColumnShapes between(Schema schema, List<String[]> real, List<String[]> synthetic) {
        Map<String, Double> similarities = new LinkedHashMap<>();
        for (ColumnValues column : ColumnValues.of(schema, List.of(real, synthetic))) {
            double[] ofReal = column.present(0);
            double[] ofSynthetic = column.present(1);
            if (ofReal.length + ofSynthetic.length > 0) {
                similarities.put(
                        column.name(),
                        1
                                - (column.isNumber()
                                        ? kolmogorovSmirnov(ofReal, ofSynthetic)
                                        : variation(ofReal, ofSynthetic)));
            }
        }
        return new ColumnShapes(
                similarities,
                similarities.values().stream().mapToDouble(s -> s).average().orElse(Double.NaN));
    }

    private static double variation(double[] x, double[] y) {
        Map<Double, Double> differences = new LinkedHashMap<>();
        Arrays.stream(x).forEach(level -> differences.merge(level, 1.0 / x.length, Double::sum));
        Arrays.stream(y).forEach(level -> differences.merge(level, -1.0 / y.length, Double::sum));
        return differences.values().stream().mapToDouble(Math::abs).sum() / 2;
    }

    private static double kolmogorovSmirnov(double[] x, double[] y) {
        if (x.length == 0 || y.length == 0) {
            return 1;
        }
        Arrays.sort(x);
        Arrays.sort(y);
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            double at = Math.min(x[i], y[j]);
            while (i < x.length && x[i] <= at) {
                i++;
            }
            while (j < y.length && y[j] <= at) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / x.length - (double) j / y.length));
        }
        return largest;
    }
}
