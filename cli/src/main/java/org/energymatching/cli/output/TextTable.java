package org.energymatching.cli.output;

import java.util.List;

/** A table as lines of text, its columns two spaces apart. */
public final class TextTable {

    private TextTable() {}

    /** The lines, each with its end: the first column left-aligned, the others right-aligned; all rows have as many cells as the first. */
    public static String of(List<List<String>> rows) {
        return of(rows, false);
    }

    /** The same with all columns left-aligned, as for words. */
    public static String ofWords(List<List<String>> rows) {
        return of(rows, true);
    }

    private static String of(List<List<String>> rows, boolean left) {
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
                text.append(j == 0 ? "" : "  ").append(j == 0 || left ? row.get(j) + space : space + row.get(j));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
