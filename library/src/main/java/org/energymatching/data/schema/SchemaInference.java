package org.energymatching.data.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.error.DataException;

/**
 * Infers the types of the columns of a CSV file, from all rows in one pass; its memory does not grow with their number.
 *
 * <p>Cells are missing that are empty or read NA, N/A, ?, NaN, null, none and the like. Digits that a number would lose,
 * as in 00501 or twenty of them, are words. The first of these rules that holds for the other cells determines the type:
 * <pre>
 * 1. none, or all the same and none missing             constant
 * 2. all dates or times in one format                   date
 * 3. two different words or numbers                     boolean
 * 4. numbers, each one more than in the row before      id
 * 5. whole numbers, 1.0 too                             integer, from the smallest to the largest
 * 6. numbers                                            continuous, or bounded:
 *      below by the smallest if 10 rows and 1 % have it, else by 0 if none is below
 *      above by the largest if 10 rows and 1 % have it
 * 7. more than 4096 different words, or fewer than
 *    two rows a word                                    id (left out: names, text)
 * 8. words                                              categorical
 * </pre>
 *
 * <p>A column of numbers, at least nine of ten, with words between is an error, unless it has twelve different cells or fewer,
 * which are then levels. So is a comma inside numbers, and a column of dates in which days and months may be swapped.
 */
public final class SchemaInference {

    private static final int LISTED = 5;

    private SchemaInference() {}

    /**
     * The schema of a file.
     *
     * @param types by column, for those columns that are not inferred: continuous, positive, integer, boolean,
     *     categorical, date, id, constant, bounds such as [0,1] or [0,inf), or a date with its pattern, date:dd/MM/yyyy
     * @throws DataException if the file is not a table, or a column fits no type
     * @throws org.energymatching.error.UsageException if there is no such column, or it has cells that are not of its type
     */
    public static Schema of(Path file, Map<String, String> types) {
        return of(file, types, CsvFormat.inferred());
    }

    /** The same of a file of which some of the format is known. */
    public static Schema of(Path file, Map<String, String> types, CsvFormat format) {
        return of(file.toString(), types, opened -> CellRows.read(file, format, opened));
    }

    /** The same of rows in memory. */
    static Schema of(String source, Map<String, String> types, List<String> names, List<String[]> rows) {
        return of(source, types, opened -> {
            CellRows.Visitor visitor = opened.apply(names);
            for (int i = 0; i < rows.size(); i++) {
                visitor.row(i + 1L, List.of(rows.get(i)));
            }
        });
    }

    private static Schema of(
            String file, Map<String, String> types, Consumer<Function<List<String>, CellRows.Visitor>> reading) {
        Map<String, TypeOverride> given = new LinkedHashMap<>();
        types.forEach((column, word) -> given.put(column, new TypeOverride(column, word.strip())));
        List<ColumnSummary> columns = new ArrayList<>();
        reading.accept(names -> {
            if (!given.isEmpty()) {
                ColumnSelection.only(List.copyOf(given.keySet())).candidates(file, names);
            }
            names.forEach(name -> columns.add(new ColumnSummary(
                    name, given.containsKey(name) ? given.get(name).formats() : DateFormat.USUAL.stream())));
            return (line, cells) -> {
                for (int j = 0; j < cells.size(); j++) {
                    columns.get(j).add(cells.get(j), line);
                }
            };
        });
        requireTypes(file, columns, given);
        return new Schema(
                columns.stream()
                        .map(column ->
                                new Column(column.name(), type(column, given), column.missing(), column.written()))
                        .toList(),
                columns.get(0).rows());
    }

    private static ColumnType type(ColumnSummary column, Map<String, TypeOverride> given) {
        TypeOverride override = given.get(column.name());
        return override == null ? TypeRules.of(column) : override.of(column);
    }

    /** Throws an error for all columns that fit no type. */
    private static void requireTypes(String file, List<ColumnSummary> columns, Map<String, TypeOverride> given) {
        List<String> faults = columns.stream()
                .filter(column -> !given.containsKey(column.name()))
                .flatMap(column ->
                        TypeRules.fault(column).map(fault -> "column '" + column.name() + "' " + fault).stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new DataException(
                    file + ": " + String.join("; ", faults.subList(0, Math.min(LISTED, faults.size())))
                            + (faults.size() > LISTED ? "; and " + (faults.size() - LISTED) + " more columns" : "")
                            + ".",
                    "Numbers have a decimal point and no other marks, a column of numbers has no words, and dates one"
                            + " reading.",
                    "Mend the cells, or give the column a type (--types): categorical, id, or a date with its pattern, such as"
                            + " date:dd/MM/yyyy.");
        }
    }
}
