package org.energymatching;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.description.Descriptions;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Points as Java values: rows of equal shape, row-major.
 *
 * @param values all numbers, row after row; not copied
 * @param shape (rows, …)
 * @param conditions what each row is conditioned on, encoded, (rows, k); null where the rows have none
 */
public record Samples(float[] values, Shape shape, @Nullable Samples conditions)
        implements SelfDescribing, Serializable {

    /** Checks that the values fill the shape. */
    public Samples {
        if (shape.rank() < 1 || shape.size() != values.length) {
            throw new UsageException(
                    values.length + " values do not fill the shape " + shape + ".",
                    "Samples hold exactly as many values as their shape, whose first extent is the number of rows.",
                    "Pass the shape that the values were laid out for.");
        }
        if (conditions != null && conditions.rows() != shape.at(0)) {
            throw new UsageException(
                    conditions.rows() + " conditions were given to " + shape.at(0) + " rows.",
                    "Each row has a condition of its own.",
                    "Give as many of them as there are rows.");
        }
    }

    /** Rows without conditions. */
    public Samples(float[] values, Shape shape) {
        this(values, shape, null);
    }

    /** These rows under conditions, encoded, (rows, k); null for none. */
    public Samples given(@Nullable Samples condition) {
        return new Samples(values, shape, condition);
    }

    /** The shape and a digest of the values. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "Samples");
        description.put("shape", shape.toString());
        description.put("digest", Descriptions.digest(values));
        if (conditions != null) {
            description.put("conditions", conditions.description());
        }
        return description;
    }

    /** The values of a tensor, read back from the engine. */
    public static Samples of(Tensor x) {
        return new Samples(x.floats(), x.shape());
    }

    /** These rows as a tensor. */
    public Tensor tensor(Device device) {
        return Tensor.of(values, shape, device);
    }

    /** Rows of numbers. */
    public static Samples of(float[][] rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new UsageException(
                        "Row " + i + " has " + rows[i].length + " numbers.",
                        "Every row has as many as the first: " + width + ".",
                        "Make the rows equally long.");
            }
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return new Samples(values, Shape.of(rows.length, width));
    }

    /** The number of rows. */
    public int rows() {
        return Math.toIntExact(shape.at(0));
    }

    /** The number of values in a row. */
    public int width() {
        return shape.row().length();
    }

    /** A copy of one row. */
    public float[] row(int index) {
        return Arrays.copyOfRange(values, index * width(), (index + 1) * width());
    }

    /** The largest distance of a row from the origin: max |x_i|, 0 where there are no rows. */
    public double farthest() {
        double highest = 0;
        int width = width();
        for (int row = 0; row < rows(); row++) {
            double square = 0;
            for (int j = row * width; j < (row + 1) * width; j++) {
                square += (double) values[j] * values[j];
            }
            highest = Math.max(highest, square);
        }
        return Math.sqrt(highest);
    }

    /** The rows from {@code from} (inclusive) to {@code to} (exclusive). */
    public Samples slice(int from, int to) {
        return new Samples(
                Arrays.copyOfRange(values, from * width(), to * width()),
                shape.row().batch(to - from),
                conditions == null ? null : conditions.slice(from, to));
    }

    /** The rows with these numbers, in this order; a number may occur more than once. */
    public Samples pick(int... rows) {
        int width = width();
        float[] picked = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, picked, i * width, width);
        }
        return new Samples(picked, shape.row().batch(rows.length), conditions == null ? null : conditions.pick(rows));
    }

    /** These values, clamped to [low, high]; NaN stays. */
    public Samples clamped(float low, float high) {
        float[] clamped = new float[values.length];
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = Math.max(low, Math.min(high, values[i]));
        }
        return new Samples(clamped, shape, conditions);
    }

    /** So many rows from a first one on; where there are fewer, the last row is repeated. */
    public Samples filled(int first, int count) {
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> Math.min(first + i, rows() - 1));
        return pick(rows);
    }

    /** The indices of the rows with a missing value, NaN. */
    public int[] incomplete() {
        int width = width();
        return IntStream.range(0, rows())
                .filter(i -> IntStream.range(i * width, (i + 1) * width).anyMatch(at -> Float.isNaN(values[at])))
                .toArray();
    }

    /** The rows of all parts, which have one width, one part after another; conditions are kept where all parts have them. */
    public static Samples concat(List<Samples> parts) {
        Shape row = parts.get(0).shape.row();
        int rows = parts.stream().mapToInt(Samples::rows).sum();
        float[] all = new float[Math.multiplyExact(rows, row.length())];
        int at = 0;
        for (Samples part : parts) {
            System.arraycopy(part.values, 0, all, at, part.values.length);
            at += part.values.length;
        }
        List<Samples> conditions = parts.stream()
                .flatMap(part -> Stream.ofNullable(part.conditions))
                .toList();
        return new Samples(all, row.batch(rows), conditions.size() == parts.size() ? concat(conditions) : null);
    }

    /** As in {@code Samples(2000, 2)}, without the values. */
    @Override
    public String toString() {
        return "Samples" + shape;
    }
}
