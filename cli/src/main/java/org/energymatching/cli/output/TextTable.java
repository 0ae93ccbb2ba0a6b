package org.energymatching.cli.output;

import java.util.List;

/** A table as lines of text: the first column to the left, the others to the right, two spaces apart. */
public final class TextTable {

    private TextTable() {}

    /** The lines, each with its end; all rows have as many cells as the first. */
    public static String of(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int j = 0; j < columns; j++) {
                widths[j] = Math.max(widths[j], row.get(j).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int j = 0; j < columns; j++) {
                String space = " ".repeat(widths[j] - row.get(j).length());
                text.append(j == 0 ? row.get(j) + space : "  " + space + row.get(j));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
