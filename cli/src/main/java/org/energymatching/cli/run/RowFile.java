package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.data.Csv;
import org.energymatching.data.Npy;
import org.energymatching.error.UsageException;

/** Rows of numbers as a file of the kind that its name ends in. */
final class RowFile {

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

    private RowFile() {}

    /** Refuses a name that ends in neither .csv, .npy nor one of the others, before any work is done. */
    static void require(Path file, String... others) {
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

    /** A line of numbers alone would be read back as a row, so columns called 0, 1, 2 are written as column 0 and so on. */
    private static List<String> names(List<String> columns) {
        return columns.stream().allMatch(name -> NUMBER.matcher(name).matches())
                ? columns.stream().map("column "::concat).toList()
                : columns;
    }

    static void write(Path file, List<String> columns, Samples rows) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            Npy.write(file, rows);
        } else {
            Csv.write(file, names(columns), rows);
        }
    }
}
