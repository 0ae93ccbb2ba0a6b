package org.energymatching.metric.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.Column;
import org.energymatching.data.schema.ColumnType;
import org.energymatching.data.schema.Schema;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * A column of one or more tables as numbers: numbers themselves, days since 1970, or numbers of levels from 0.
 *
 * <p>A missing number is NaN; a missing level is a level of its own. Levels that the schema does not list are levels, too.
 *
 * @param name of the column
 * @param levels the number of levels; 0 for numbers and times
 * @param tables the values of each table, (tables, rows of the table)
 */
public record ColumnValues(String name, int levels, double[][] tables) {

    /** Whether its values are numbers or times. */
    public boolean isNumber() {
        return levels == 0;
    }

    /** The values of a table that are not missing. */
    public double[] present(int table) {
        return Arrays.stream(tables[table])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /**
     * All columns but constants and identifiers.
     *
     * @throws UsageException if a table is empty, a row has another number of cells, or no column is left
     * @throws DataException if a cell is not of its column's type
     */
    public static List<ColumnValues> of(Schema schema, List<List<String[]>> tables) {
        for (List<String[]> table : tables) {
            requireRows(schema, table);
        }
        List<ColumnValues> all = new ArrayList<>();
        for (int j = 0; j < schema.columns().size(); j++) {
            Column column = schema.columns().get(j);
            if (column.type().isLearnt()) {
                all.add(of(column, j, tables));
            }
        }
        if (all.isEmpty()) {
            throw new UsageException(
                    "All columns are constants or identifiers.",
                    "Tables are compared by columns of numbers, times or levels.",
                    "Give a column another type.");
        }
        return all;
    }

    private static ColumnValues of(Column column, int place, List<List<String[]>> tables) {
        Map<String, Integer> levels = new HashMap<>();
        ToDoubleFunction<String> value = value(column, levels);
        double[][] values = tables.stream()
                .map(table -> table.stream()
                        .mapToDouble(row -> value.applyAsDouble(row[place].strip()))
                        .toArray())
                .toArray(double[][]::new);
        return new ColumnValues(column.name(), levels.size(), values);
    }

    private static ToDoubleFunction<String> value(Column column, Map<String, Integer> levels) {
        if (column.type() instanceof ColumnType.Bool || column.type() instanceof ColumnType.Categorical) {
            return cell -> levels.computeIfAbsent(CsvCell.isMissing(cell) ? "" : cell, level -> levels.size());
        }
        ToDoubleFunction<String> number = column.type() instanceof ColumnType.Timestamp times
                ? times.days()
                : cell -> CsvCell.number(cell, false);
        return cell -> {
            if (CsvCell.isMissing(cell)) {
                return Double.NaN;
            }
            double value = number.applyAsDouble(cell);
            if (Double.isNaN(value)) {
                throw new DataException(
                        "Column '" + column.name() + "' holds '" + cell + "'.",
                        "Its type is " + column.type().name() + ": "
                                + column.type().text() + ".",
                        "Mend the cell, or give the column another type.");
            }
            return value;
        };
    }

    private static void requireRows(Schema schema, List<String[]> table) {
        if (table.isEmpty()) {
            throw new UsageException(
                    "One of the tables has no rows.", "Tables that are compared have rows.", "Provide or draw some.");
        }
        for (String[] row : table) {
            if (row.length != schema.columns().size()) {
                throw new UsageException(
                        "A row has " + row.length + " cells.",
                        "Each has one for each column: " + schema.columns().size() + ".",
                        "Compare tables with the same columns.");
            }
        }
    }
}
