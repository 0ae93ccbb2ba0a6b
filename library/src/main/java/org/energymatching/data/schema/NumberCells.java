package org.energymatching.data.schema;

import java.util.random.RandomGenerator;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.error.DataException;

/**
 * Uniform dequantisation: each number is distributed evenly over the cell of width {@code step} around it (Uria, Murray and Larochelle
 * 2013), mapped by a transform; decoding rounds back.
 *
 * <pre>
 * z = T(x + (u - 1/2) step),   u ~ U(0, 1)          x = round(T⁻¹(z)), within [low, high]
 * </pre>
 *
 * <p>If rounding to a float leads to another number, u is drawn again. Numbers with more digits than a float resolves are
 * decoded to its resolution.
 *
 * @param column its name
 * @param low the smallest number allowed
 * @param high the largest
 * @param step the width of a cell
 * @param written the format of the numbers
 * @param transform T
 */
record NumberCells(String column, double low, double high, double step, WrittenNumbers written, Transform transform)
        implements ColumnCode {

    private static final int TRIES = 8;

    /** The width of a cell for numbers around 1 that are written with more decimals than that. */
    private static final double FINEST = 0x1p-40;

    /** The code of a column of numbers with this transform. */
    static NumberCells of(Column column, WrittenNumbers written, Transform transform) {
        ColumnType type = column.type();
        return new NumberCells(column.name(), low(type), high(type), step(type, written), written, transform);
    }

    /** The transform for these values of a column; if there are none, for the range of the whole file. */
    static Transform fit(ColumnType type, WrittenNumbers written, double[] given, NumberMap map) {
        double step = step(type, written);
        double[] values = given.length > 0 ? given : new double[] {written.lowest(), written.highest()};
        double low = low(type) - step / 2;
        double high = high(type) + step / 2;
        if (map == NumberMap.QUANTILE) {
            return QuantileFit.of(values, step, low, high);
        }
        if (Double.isFinite(low) && Double.isFinite(high)) {
            return Logit.fit(values, low, high);
        }
        return Double.isFinite(low)
                ? LogDistance.fit(values, low, true)
                : Double.isFinite(high) ? LogDistance.fit(values, high, false) : Standardised.fit(values, step);
    }

    private static double low(ColumnType type) {
        return type instanceof ColumnType.Whole whole
                ? whole.low()
                : type instanceof ColumnType.Bounded bounded ? bounded.low() : Double.NEGATIVE_INFINITY;
    }

    private static double high(ColumnType type) {
        return type instanceof ColumnType.Whole whole
                ? whole.high()
                : type instanceof ColumnType.Bounded bounded ? bounded.high() : Double.POSITIVE_INFINITY;
    }

    private static double step(ColumnType type, WrittenNumbers written) {
        double largest = Math.max(Math.abs(written.lowest()), Math.abs(written.highest()));
        return type instanceof ColumnType.Whole ? 1 : Math.max(written.step(), FINEST * largest);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public void encode(String cell, RandomGenerator random, float[] out, int at) {
        out[at] = code(number(cell), random);
    }

    /** The number in a cell, within the bounds. */
    double number(String cell) {
        double x = CsvCell.number(cell, false);
        if (!(x >= low && x <= high)) {
            throw new DataException(
                    "Column '" + column + "' holds '" + cell + "'.",
                    "It is a number from " + Numbers.brief(low) + " to " + Numbers.brief(high) + ".",
                    "Mend the cell, or infer the schema from all rows.");
        }
        return x;
    }

    float code(double x, RandomGenerator random) {
        float z = Float.NaN;
        for (int tried = 0; tried <= TRIES; tried++) {
            double u = tried == TRIES ? 0.5 : random.nextDouble();
            z = (float) transform.forward(x + (u - 0.5) * step);
            if (Float.isFinite(z) && value(z) == x) {
                return z;
            }
        }
        return z;
    }

    /** x(z), with the decimals that z resolves. */
    double value(float z) {
        double y = transform.inverse(z);
        double resolved = Math.ulp(z) * Math.exp(-transform.logSlope(y));
        double coarsest = Math.max(resolved, step > written.step() ? step : 0);
        int decimals = (int) Math.min(written.most(), Math.max(0, Math.floor(-Math.log10(coarsest))));
        return Math.max(low, Math.min(high, WrittenNumbers.rounded(y, decimals)));
    }

    @Override
    public String decode(float[] in, int at) {
        return written.text(value(in[at]));
    }

    @Override
    public double logSlope(float[] in, int at) {
        return transform.logSlope(transform.inverse(in[at]));
    }
}
