package org.energymatching.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/** Which columns of a table to use. */
public sealed interface ColumnSelection {

    /** Every column that is numeric in the first row of data. */
    static ColumnSelection numeric() {
        return new AllBut(List.of());
    }

    /** These columns, in this order. */
    static ColumnSelection only(List<String> names) {
        return new Only(names);
    }

    /** Every column that is numeric in the first row of data, except these. */
    static ColumnSelection allBut(List<String> names) {
        return new AllBut(names);
    }

    /**
     * The indices of the chosen columns among those of a table.
     *
     * @param source the table's name, to begin a sentence with
     * @param columns all its columns
     * @param numeric whether the column of an index is numeric
     * @throws UsageException if a name is not among the columns
     * @throws DataException if no column is left
     */
    int[] choose(String source, List<String> columns, IntPredicate numeric);

    /**
     * Columns by name, in the order given.
     *
     * @param names at least one, all different
     */
    record Only(List<String> names) implements ColumnSelection {

        /** Checks and copies the names. */
        public Only {
            names = List.copyOf(names);
            if (names.isEmpty() || new LinkedHashSet<>(names).size() < names.size()) {
                throw new UsageException(
                        "The columns asked for are " + names + ".",
                        "A selection names at least one column, and each once.",
                        "List the columns to use, or none at all to use every numeric one.");
            }
        }

        @Override
        public int[] choose(String source, List<String> columns, IntPredicate numeric) {
            return names.stream().mapToInt(name -> index(source, name, columns)).toArray();
        }
    }

    /**
     * Every numeric column except those named.
     *
     * @param names may be empty
     */
    record AllBut(List<String> names) implements ColumnSelection {

        /** Copies the names. */
        public AllBut {
            names = List.copyOf(names);
        }

        @Override
        public int[] choose(String source, List<String> columns, IntPredicate numeric) {
            names.forEach(name -> index(source, name, columns));
            int[] chosen = IntStream.range(0, columns.size())
                    .filter(j -> numeric.test(j) && !names.contains(columns.get(j)))
                    .toArray();
            if (chosen.length == 0) {
                throw new DataException(
                        source + " has no column to use among " + Nearest.brief(columns) + ".",
                        "At least one column must be numeric in the first row of data"
                                + (names.isEmpty() ? "." : " and not be left out by name."),
                        "Check the file; its cells are separated by commas, semicolons or tabs.");
            }
            return chosen;
        }
    }

    private static int index(String source, String name, List<String> columns) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new UsageException(
                    source + " has no column '" + name + "'.",
                    "Its columns are " + Nearest.brief(columns) + ".",
                    Nearest.to(name, columns)
                            .map(near -> "Perhaps '" + near + "' was meant.")
                            .orElse("Name one of these."));
        }
        return index;
    }
}
