package org.energymatching.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * The columns of a run in the rows of a DataFrame.
 *
 * @param names of the run's columns
 * @param numeric whether a column holds numbers; the others are text
 * @param places the place of each column in a row; -1 for columns that the run has not learnt and the rows lack
 */
record RunColumns(List<String> names, boolean[] numeric, int[] places) implements Serializable {

    /** The run's columns in rows of a schema. */
    static RunColumns of(TrainedRun run, StructType schema) {
        List<String> present = Arrays.asList(schema.fieldNames());
        List<String> names = names(run);
        int[] places = names.stream().mapToInt(present::indexOf).toArray();
        List<String> absent = IntStream.range(0, places.length)
                .filter(j -> places[j] < 0 && isLearnt(run, j))
                .mapToObj(names::get)
                .toList();
        if (!absent.isEmpty()) {
            throw new UsageException(
                    "The DataFrame has no column " + String.join(", ", absent) + ".",
                    "The run has learnt " + String.join(", ", names) + ".",
                    "Select or rename columns to these names.");
        }
        return new RunColumns(List.copyOf(names), numeric(run), places);
    }

    /** The run's columns as those of a new DataFrame. */
    static RunColumns of(TrainedRun run) {
        List<String> names = names(run);
        return new RunColumns(
                List.copyOf(names),
                numeric(run),
                IntStream.range(0, names.size()).toArray());
    }

    private static List<String> names(TrainedRun run) {
        if (run.ofPictures()) {
            throw new UsageException(
                    "The run has learnt pictures.",
                    "DataFrames hold the rows of tables.",
                    "Use 'em launch' for pictures.");
        }
        TableCodec codec = run.codec();
        return codec == null ? run.columns() : codec.schema().names();
    }

    private static boolean isLearnt(TrainedRun run, int column) {
        TableCodec codec = run.codec();
        return codec == null || codec.schema().columns().get(column).type().isLearnt();
    }

    private static boolean[] numeric(TrainedRun run) {
        TableCodec codec = run.codec();
        boolean[] numeric = new boolean[names(run).size()];
        for (int j = 0; j < numeric.length; j++) {
            numeric[j] = codec == null || codec.schema().columns().get(j).type().isNumeric();
        }
        return numeric;
    }

    /** The fields of these columns. */
    List<StructField> fields() {
        return IntStream.range(0, names.size())
                .mapToObj(j -> DataTypes.createStructField(
                        names.get(j), numeric[j] ? DataTypes.DoubleType : DataTypes.StringType, true))
                .toList();
    }

    /**
     * Rows as the numbers of the run, NaN where a cell is null.
     *
     * @param keys the key of each row, from which the noise of discrete columns is drawn
     */
    Samples encode(TrainedRun run, List<Row> rows, long[] keys) {
        TableCodec codec = run.codec();
        if (codec != null) {
            Rng rng = Rng.of(run.config().seed()).stream("given cells");
            return Samples.concat(IntStream.range(0, rows.size())
                    .mapToObj(i -> codec.encode(List.<String[]>of(cells(rows.get(i))), rng.at(keys[i])))
                    .toList());
        }
        int width = names.size();
        double[] values = new double[rows.size() * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(rows.get(i / width), i % width);
        }
        return run.standardised(new DoubleRows(values, width), "the DataFrame");
    }

    private double number(Row row, int column) {
        Object value = row.get(places[column]);
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        throw new DataException(
                "The column " + names.get(column) + " has the value '" + value + "'.",
                "The run has learnt numbers in it.",
                "Cast the column to double.");
    }

    private String[] cells(Row row) {
        return IntStream.of(places)
                .mapToObj(place -> place < 0 || row.isNullAt(place) ? "" : text(row.get(place)))
                .toArray(String[]::new);
    }

    private static String text(Object value) {
        return value instanceof Double || value instanceof Float
                ? Numbers.exact(((Number) value).doubleValue())
                : String.valueOf(value);
    }

    /** The cells of encoded rows, in the order of the run's columns. */
    List<Object[]> decode(TrainedRun run, Samples rows) {
        List<Object[]> decoded = new ArrayList<>();
        if (run.codec() == null) {
            Samples values = run.inDataUnits(rows);
            double[] wide = run.hasOrigin()
                    ? run.fromOrigin(values).values()
                    : DoubleRows.of(values).values();
            int width = names.size();
            for (int i = 0; i < rows.rows(); i++) {
                Object[] cells = new Object[width];
                for (int j = 0; j < width; j++) {
                    cells[j] = wide[i * width + j];
                }
                decoded.add(cells);
            }
            return decoded;
        }
        for (String[] cells : run.codec().decode(rows)) {
            Object[] typed = new Object[cells.length];
            for (int j = 0; j < cells.length; j++) {
                typed[j] = cells[j].isEmpty() ? null : numeric[j] ? (Object) Double.valueOf(cells[j]) : cells[j];
            }
            decoded.add(typed);
        }
        return decoded;
    }

    /** A row of rows that are complete, as (1, d). */
    static Samples row(Samples rows, int i) {
        return new Samples(rows.slice(i, i + 1).values(), Shape.of(1, rows.width()));
    }
}
