package org.energymatching.data.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.energymatching.data.file.Nearest;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/** The selection of a table's columns. */
public sealed interface ColumnSelection {

    /** Every column whose cells are numbers, up to a few exceptions. */
    static ColumnSelection numeric() {
        return new AllBut(List.of());
    }

    /** These columns, in this order. */
    static ColumnSelection only(List<String> names) {
        return new Only(names);
    }

    /** Every column whose cells are numbers, up to a few exceptions, but not these. */
    static ColumnSelection allBut(List<String> names) {
        return new AllBut(names);
    }

    /** The columns that are selected by name; none if all columns of numbers are selected. */
    List<String> names();

    /**
     * The indices of the columns of a table that may be selected, in the order of the result.
     *
     * @param source the table's name, as the start of a sentence
     * @param columns all its columns
     * @throws UsageException if a name is not among the columns
     */
    int[] candidates(String source, List<String> columns);

    /**
     * The indices of those candidates that are selected, once their cells are known.
     *
     * @param source the table's name, as the start of a sentence
     * @param candidates their names
     * @param numeric whether the column at an index holds numbers
     * @throws DataException if no column is left
     */
    int[] choose(String source, List<String> candidates, IntPredicate numeric);

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
        public int[] candidates(String source, List<String> columns) {
            return names.stream().mapToInt(name -> index(source, name, columns)).toArray();
        }

        @Override
        public int[] choose(String source, List<String> candidates, IntPredicate numeric) {
            return IntStream.range(0, candidates.size()).toArray();
        }
    }

    /**
     * Every numeric column except those named.
     *
     * @param ignored may be empty
     */
    record AllBut(List<String> ignored) implements ColumnSelection {

        /** Copies the names. */
        public AllBut {
            ignored = List.copyOf(ignored);
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public int[] candidates(String source, List<String> columns) {
            ignored.forEach(name -> index(source, name, columns));
            int[] left = IntStream.range(0, columns.size())
                    .filter(j -> !ignored.contains(columns.get(j)))
                    .toArray();
            if (left.length == 0) {
                throw none(source, columns);
            }
            return left;
        }

        @Override
        public int[] choose(String source, List<String> candidates, IntPredicate numeric) {
            int[] chosen = IntStream.range(0, candidates.size()).filter(numeric).toArray();
            if (chosen.length == 0) {
                throw none(source, candidates);
            }
            return chosen;
        }

        private DataException none(String source, List<String> columns) {
            return new DataException(
                    source + " has no column to use among " + Nearest.brief(columns) + ".",
                    "At least one column must hold numbers"
                            + (ignored.isEmpty() ? "." : " and not be left out by name."),
                    "Check the file; its cells are separated by commas, semicolons or tabs, and its numbers have a decimal"
                            + " point, or a comma where cells are separated by semicolons.");
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
