package org.energymatching.cli.output;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.data.file.Csv;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Npy;
import org.energymatching.error.UsageException;

/** Rows of numbers as a file of the kind that its name ends in. */
public final class RowFile {

    private RowFile() {}

    /** Throws an error, before any work, for a name that ends in neither .csv, .npy nor one of the others. */
    public static void require(Path file, String... others) {
        List<String> endings =
                Stream.concat(Stream.of(".csv", ".npy"), Stream.of(others)).toList();
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (endings.stream().noneMatch(name::endsWith)) {
            throw new UsageException(
                    "The output is to be written to " + file + ".",
                    "Its name ends in one of " + String.join(", ", endings) + ".",
                    "Choose one of these endings for --out.");
        }
    }

    public static void write(Path file, List<String> columns, Samples rows) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            Npy.write(file, rows);
        } else {
            Csv.write(file, columns, rows);
        }
    }

    /** The same, in CSV with a first column of the source file of each row, if there are such files. */
    public static void write(Path file, List<String> files, List<String> columns, Samples rows) {
        if (files.isEmpty() || file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            write(file, columns, rows);
        } else {
            Csv.write(file, "file", files, columns, rows);
        }
    }

    /** The same in double precision. */
    public static void write(Path file, List<String> columns, DoubleRows rows) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            Npy.write(file, rows);
        } else {
            Csv.write(file, columns, rows);
        }
    }

    /** Cells as text, or, where all are numbers or empty, in NumPy's format. */
    public static void writeCells(Path file, List<String> columns, List<String[]> cells) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            Csv.write(file, columns, cells);
            return;
        }
        double[] values = cells.stream()
                .flatMap(Arrays::stream)
                .mapToDouble(cell -> number(file, cell))
                .toArray();
        Npy.write(file, new DoubleRows(values, columns.size()));
    }

    private static double number(Path file, String cell) {
        if (CsvCell.isMissing(cell)) {
            return Double.NaN;
        }
        if (!CsvCell.isNumber(cell, false)) {
            throw new UsageException(
                    "The cell '" + cell + "' is to be written to " + file + ".",
                    "NumPy files hold numbers; words and dates are cells of a CSV file.",
                    "Give --out a name that ends in .csv.");
        }
        return CsvCell.number(cell, false);
    }
}
