package org.energymatching.data.schema;

import java.time.LocalDateTime;
import java.util.random.RandomGenerator;
import org.energymatching.error.DataException;

/**
 * Encodes days and times as a trend and periodic parts: steps since the first time, standardised, then sine and cosine of the hour if
 * the format has hours, of the weekday and of the day of the year. Only the trend is decoded.
 *
 * @param format the format of the times
 * @param first milliseconds of the earliest time
 * @param step milliseconds between adjacent times
 * @param trend the encoding of the number of steps since the first
 */
record TimeCells(DateFormat format, long first, long step, NumberCells trend) implements ColumnCode {

    /** Milliseconds of a day. */
    static final double DAY = 86_400_000;

    private static final double DAYS_OF_A_YEAR = 365.2425;

    /** The code of a column with the transform of its steps. */
    static TimeCells of(Column column, ColumnType.Timestamp type, Transform transform) {
        Column steps = new Column(column.name(), steps(type), column.missing(), null);
        return new TimeCells(
                DateFormat.of(type.format()),
                DateFormat.milliseconds(type.first()),
                type.step(),
                NumberCells.of(steps, written(type), transform));
    }

    /** The standardisation of steps since the first time. */
    static Transform fit(ColumnType.Timestamp type, double[] steps) {
        WrittenNumbers written = written(type);
        return Standardised.fit(steps.length > 0 ? steps : new double[] {written.lowest(), written.highest()}, 1);
    }

    private static ColumnType.Whole steps(ColumnType.Timestamp type) {
        return new ColumnType.Whole(
                0, (DateFormat.milliseconds(type.last()) - DateFormat.milliseconds(type.first())) / type.step());
    }

    private static WrittenNumbers written(ColumnType.Timestamp type) {
        return new WrittenNumbers(0, steps(type).high(), 0, 0);
    }

    @Override
    public int width() {
        return format.hasHours() ? 7 : 5;
    }

    @Override
    public void encode(String cell, RandomGenerator random, float[] out, int at) {
        long position = position(cell);
        out[at] = trend.code((double) position, random);
        LocalDateTime time = DateFormat.time(first + step * position);
        int next = at + 1;
        if (format.hasHours()) {
            next = cycle(time.toLocalTime().toNanoOfDay() / (1e6 * DAY), out, next);
        }
        next = cycle((time.getDayOfWeek().getValue() - 1) / 7.0, out, next);
        cycle((time.getDayOfYear() - 1) / DAYS_OF_A_YEAR, out, next);
    }

    private static int cycle(double turn, float[] out, int at) {
        out[at] = (float) Math.sin(2 * Math.PI * turn);
        out[at + 1] = (float) Math.cos(2 * Math.PI * turn);
        return at + 2;
    }

    /** Steps since the first time. */
    long position(String cell) {
        LocalDateTime time = format.time(cell);
        long since = time == null ? -1 : DateFormat.milliseconds(time) - first;
        if (since < 0 || since % step != 0 || since > step * (long) trend.high()) {
            throw new DataException(
                    "Column '" + trend.column() + "' holds '" + cell + "'.",
                    "It is a time from " + format.text(DateFormat.time(first)) + " to "
                            + format.text(DateFormat.time(first + step * (long) trend.high())) + ", written as "
                            + format.pattern() + ", in steps of " + step / 1000.0 + " s.",
                    "Mend the cell, or infer the schema from all rows.");
        }
        return since / step;
    }

    @Override
    public String decode(float[] in, int at) {
        return format.text(DateFormat.time(first + step * (long) trend.value(in[at])));
    }

    /** With x in days. */
    @Override
    public double logSlope(float[] in, int at) {
        return trend.logSlope(in, at) + Math.log(DAY / step);
    }
}
