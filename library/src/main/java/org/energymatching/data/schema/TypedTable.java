package org.energymatching.data.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.error.DataException;

/**
 * Rows of a CSV table as cells, with the types of their columns.
 *
 * @param source the name of the file, for messages
 * @param schema the types of the columns
 * @param rows of cells as written, as many as there are columns
 */
public record TypedTable(String source, Schema schema, List<String[]> rows) {

    private static final int LISTED = 5;

    /**
     * Reads a table, whose types are inferred from all its rows.
     *
     * @param types by column, for those columns whose type is not inferred, as in {@link SchemaInference}
     * @param left columns that are left out
     * @param format what is known of the file's format
     * @throws DataException if the file is not a table, or a column fits no type
     */
    public static TypedTable read(Path file, Map<String, String> types, Collection<String> left, CsvFormat format) {
        Map<String, String> given = new LinkedHashMap<>(types);
        left.forEach(column -> given.put(column, "id")); // whatever is in them
        Schema schema = SchemaInference.of(file, given, format).without(left);
        if (schema.columns().stream().noneMatch(column -> column.type().isLearnt())) {
            throw new DataException(
                    file + " has no column to learn: " + Nearest.brief(schema.names()) + " are constant or name rows.",
                    "At least one column has numbers, words or dates that vary and recur.",
                    "Give a column a type, such as categorical, where it was taken for an identifier.");
        }
        return read(file, schema, format);
    }

    /** The same with these columns alone, in the order of the file. */
    public static TypedTable only(Path file, Map<String, String> types, Collection<String> kept, CsvFormat format) {
        List<String> left = new ArrayList<>();
        CellRows.read(file, format, names -> {
            ColumnSelection.only(List.copyOf(kept)).candidates(file.toString(), names);
            left.addAll(names);
            return (line, cells) -> {};
        });
        left.removeAll(kept);
        return read(file, types, left, format);
    }

    /**
     * Reads a table with the columns of a schema, in any order and beside others. Columns that are constant or name rows may be
     * absent, and are empty then.
     *
     * @throws DataException if another column is absent
     */
    public static TypedTable read(Path file, Schema schema, CsvFormat format) {
        List<String[]> rows = new ArrayList<>();
        CellRows.read(file, format, names -> {
            int[] places = schema.columns().stream()
                    .mapToInt(column -> place(file, column, names))
                    .toArray();
            return (line, cells) -> rows.add(IntStream.of(places)
                    .mapToObj(place -> place < 0 ? "" : cells.get(place).strip())
                    .toArray(String[]::new));
        });
        return new TypedTable(file.toString(), schema, rows);
    }

    /**
     * Rows in memory, whose types are inferred.
     *
     * @param types by column, for those columns whose type is not inferred
     */
    public static TypedTable of(String source, Map<String, String> types, List<String> names, List<String[]> rows) {
        return new TypedTable(source, SchemaInference.of(source, types, names, rows), rows);
    }

    private static int place(Path file, Column column, List<String> names) {
        return column.type().isLearnt()
                ? ColumnSelection.only(List.of(column.name())).candidates(file.toString(), names)[0]
                : names.indexOf(column.name());
    }

    /** The cells of a column. */
    public List<String> column(String name) {
        int place = schema.columns().indexOf(schema.column(name));
        return rows.stream().map(row -> row[place]).toList();
    }

    /** The table without these columns. */
    public TypedTable without(Collection<String> left) {
        int[] kept = IntStream.range(0, schema.columns().size())
                .filter(j -> !left.contains(schema.names().get(j)))
                .toArray();
        return new TypedTable(
                source,
                schema.without(left),
                rows.stream()
                        .map(row -> IntStream.of(kept).mapToObj(j -> row[j]).toArray(String[]::new))
                        .toList());
    }

    /** These rows, by their indices. */
    public TypedTable pick(int... chosen) {
        return new TypedTable(
                source, schema, IntStream.of(chosen).mapToObj(rows::get).toList());
    }

    /** The indices of the rows without a missing cell in a column that is learnt. */
    public int[] complete() {
        int[] learnt = learnt();
        return IntStream.range(0, rows.size())
                .filter(i -> IntStream.of(learnt).noneMatch(j -> CsvCell.isMissing(rows.get(i)[j])))
                .toArray();
    }

    /** The number of missing cells of each column that is learnt, the largest first, in words; empty if there are none. */
    public String gaps() {
        Map<String, Long> missing = new LinkedHashMap<>();
        for (int j : learnt()) {
            long count = rows.stream().filter(row -> CsvCell.isMissing(row[j])).count();
            if (count > 0) {
                missing.put(schema.names().get(j), count);
            }
        }
        return missing.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(LISTED)
                        .map(entry -> Numbers.format("%s %,d", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))
                + (missing.size() > LISTED ? " and " + (missing.size() - LISTED) + " more columns" : "");
    }

    private int[] learnt() {
        return IntStream.range(0, schema.columns().size())
                .filter(j -> schema.columns().get(j).type().isLearnt())
                .toArray();
    }
}
