package org.energymatching.data.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.TableEncoding.NumberMap;
import org.energymatching.data.schema.TableEncoding.WordCode;
import org.energymatching.description.SelfDescribing;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Encodes rows of a table of mixed types as rows of numbers, and decodes them.
 *
 * <p>Each column has its own numbers, in the order of the file: a continuous or whole one a single number, dequantised at the
 * resolution that it is written in and mapped by a {@link Transform}; words a code of ±1 with noise; days and times a trend and
 * its periodic parts; constants and identifiers none. A missing cell is NaN in all its numbers, and is decoded to an empty cell.
 *
 * <pre>
 * decode(encode(x)) = x          but for identifiers, which are empty, and digits that a float does not resolve
 * log p(x) = log p(z) + Σ_j log dz_j/dx_j          over columns of numbers and times, in their own units (times: days)
 * </pre>
 */
public final class TableCodec implements SelfDescribing {

    private final Schema schema;
    private final TableEncoding encoding;
    private final Map<String, Transform> transforms;
    private final List<ColumnCode> codes = new ArrayList<>();
    private final int width;

    private TableCodec(Schema schema, TableEncoding encoding, Map<String, Transform> transforms) {
        this.schema = schema;
        this.encoding = encoding;
        this.transforms = transforms;
        schema.columns().forEach(column -> codes.add(code(column)));
        this.width = codes.stream().mapToInt(ColumnCode::width).sum();
    }

    /**
     * Fits the transforms to rows.
     *
     * @param rows of cells as written, as many as there are columns
     */
    public static TableCodec fit(Schema schema, List<String[]> rows, TableEncoding encoding) {
        requireCells(schema, rows);
        Map<String, Transform> transforms = new LinkedHashMap<>();
        for (int j = 0; j < schema.columns().size(); j++) {
            Column column = schema.columns().get(j);
            int place = j;
            List<String> cells = rows.stream()
                    .map(row -> row[place].strip())
                    .filter(cell -> !CsvCell.isMissing(cell))
                    .toList();
            if (column.type() instanceof ColumnType.Timestamp type) {
                TimeCells code = TimeCells.of(column, type, new Standardised(0, 1));
                transforms.put(
                        column.name(),
                        TimeCells.fit(
                                type, cells.stream().mapToDouble(code::position).toArray()));
            } else if (isNumber(column.type())) {
                WrittenNumbers written = written(column);
                NumberCells code = NumberCells.of(column, written, new Standardised(0, 1));
                transforms.put(
                        column.name(),
                        NumberCells.fit(
                                column.type(),
                                written,
                                cells.stream().mapToDouble(code::number).toArray(),
                                encoding.numbers()));
            }
        }
        return new TableCodec(schema, encoding, transforms);
    }

    private static boolean isNumber(ColumnType type) {
        return type instanceof ColumnType.Continuous
                || type instanceof ColumnType.Bounded
                || type instanceof ColumnType.Whole;
    }

    private static WrittenNumbers written(Column column) {
        if (column.numbers() == null) {
            throw new UsageException(
                    "Column '" + column.name() + "' is of the type "
                            + column.type().name() + " and has no numbers.",
                    "A column of numbers says how they are written.",
                    "Infer the schema from a file.");
        }
        return column.numbers();
    }

    private ColumnCode code(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Bool bool) {
            return new LevelCells(
                    column.name(), List.of(bool.no(), bool.yes()), WordCode.ANALOG_BITS, encoding.noise());
        }
        if (type instanceof ColumnType.Categorical words) {
            return new LevelCells(column.name(), words.levels(), encoding.words(), encoding.noise());
        }
        if (!transforms.containsKey(column.name())) {
            return new FixedCells(type instanceof ColumnType.Constant constant ? constant.value() : "");
        }
        Transform transform = transforms.get(column.name());
        return type instanceof ColumnType.Timestamp timestamp
                ? TimeCells.of(column, timestamp, transform)
                : NumberCells.of(column, written(column), transform);
    }

    /** The types of the columns. */
    public Schema schema() {
        return schema;
    }

    /** The number of numbers in a row. */
    public int width() {
        return width;
    }

    /** A name for each of the numbers of a row: that of its column, with the level of a one-hot code or a number where there are several. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < codes.size(); j++) {
            Column column = schema.columns().get(j);
            int several = codes.get(j).width();
            for (int k = 0; k < several; k++) {
                names.add(column.name()
                        + (several == 1
                                ? ""
                                : column.type() instanceof ColumnType.Categorical words
                                                && encoding.words() == WordCode.ONE_HOT
                                        ? "=" + words.levels().get(k)
                                        : "[" + (k + 1) + "]"));
            }
        }
        return names;
    }

    /** The number of numbers of each column of the file. */
    public int[] widths() {
        return codes.stream().mapToInt(ColumnCode::width).toArray();
    }

    /**
     * Rows as numbers, (rows, width).
     *
     * @param rows of cells as written, as many as there are columns
     * @param rng of the noise; row i uses {@code rng.at(i)}
     * @throws DataException if a cell is not of its column's type
     */
    public Samples encode(List<String[]> rows, Rng rng) {
        requireCells(schema, rows);
        float[] values = new float[Math.multiplyExact(rows.size(), width)];
        int at = 0;
        for (int i = 0; i < rows.size(); i++) {
            Rng row = rng.at(i);
            for (int j = 0; j < codes.size(); j++) {
                ColumnCode code = codes.get(j);
                String cell = rows.get(i)[j].strip();
                if (CsvCell.isMissing(cell)) {
                    Arrays.fill(values, at, at + code.width(), Float.NaN);
                } else {
                    code.encode(cell, row.at(j), values, at);
                }
                at += code.width();
            }
        }
        return new Samples(values, Shape.of(rows.size(), width));
    }

    /** Decodes numbers to rows of cells, in the columns, the order and the formats of the file. */
    public List<String[]> decode(Samples samples) {
        requireWidth(samples);
        List<String[]> rows = new ArrayList<>();
        float[] values = samples.values();
        for (int i = 0, at = 0; i < samples.rows(); i++) {
            String[] row = new String[codes.size()];
            for (int j = 0; j < row.length; j++) {
                ColumnCode code = codes.get(j);
                row[j] = isMissing(values, at, code.width(), i) ? "" : code.decode(values, at);
                at += code.width();
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * Σ log dz/dx of each row, to be added to log p(z), (rows).
     *
     * @param samples encoded; missing cells count 0
     */
    public double[] logJacobian(Samples samples) {
        requireWidth(samples);
        double[] sums = new double[samples.rows()];
        float[] values = samples.values();
        for (int i = 0, at = 0; i < sums.length; i++) {
            for (ColumnCode code : codes) {
                sums[i] += isMissing(values, at, code.width(), i) ? 0 : code.logSlope(values, at);
                at += code.width();
            }
        }
        return sums;
    }

    private static boolean isMissing(float[] values, int from, int width, int row) {
        boolean missing = false;
        for (int at = from; at < from + width; at++) {
            missing |= Float.isNaN(values[at]);
            if (Float.isInfinite(values[at])) {
                throw new DataException(
                        String.format(Locale.ROOT, "Row %,d to decode holds %s.", row + 1, values[at]),
                        "An encoded row has finite numbers, or NaN where a cell is missing.",
                        "Draw it again with a smaller step.");
            }
        }
        return missing;
    }

    private static void requireCells(Schema schema, List<String[]> rows) {
        for (String[] row : rows) {
            if (row.length != schema.columns().size()) {
                throw new UsageException(
                        "A row has " + row.length + " cells.",
                        "Each has one for each column: " + schema.columns().size() + ".",
                        "Read the rows from a file with the same columns.");
            }
        }
    }

    private void requireWidth(Samples samples) {
        if (samples.width() != width) {
            throw new UsageException(
                    "Rows of " + samples.width() + " numbers were to be decoded.",
                    "Each row has " + width + ".",
                    "Decode by the codec that encoded them.");
        }
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "TableCodec");
        description.put("schema", schema.description());
        description.put("numbers", encoding.numbers().name());
        description.put("words", encoding.words().name());
        description.put("noise", encoding.noise());
        Map<String, Object> fitted = new LinkedHashMap<>();
        transforms.forEach((column, transform) -> fitted.put(column, transform.description()));
        description.put("transforms", fitted);
        return description;
    }

    /**
     * The codec of a description.
     *
     * @throws DataException if it is not a description of a codec
     */
    public static TableCodec from(Map<?, ?> description) {
        Fields fields = new Fields(description);
        Map<String, Transform> transforms = new LinkedHashMap<>();
        fields.fields("transforms")
                .values()
                .forEach((column, transform) -> transforms.put(
                        String.valueOf(column),
                        Transform.from(Fields.of(transform).values())));
        return new TableCodec(
                Schema.from(fields.fields("schema").values()),
                new TableEncoding(
                        fields.choice("numbers", NumberMap.class),
                        fields.choice("words", WordCode.class),
                        fields.number("noise")),
                transforms);
    }
}
