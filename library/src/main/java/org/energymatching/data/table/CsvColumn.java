package org.energymatching.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.data.file.CsvCell;

/** The numbers of one column of a CSV file while it is read, with its other cells. */
final class CsvColumn {

    /** This many cells of text without a number make a column of text, whose cells are not stored. */
    private static final int CLEARLY_TEXT = 1000;

    private static final int LISTED = 5;

    /**
     * A cell that holds no finite number.
     *
     * @param line of the file, counted from 1
     * @param text its content
     */
    record Fault(long line, String text) {}

    private final String name;
    private final List<Fault> faults = new ArrayList<>();
    private double[] values = new double[64];
    private int filled;
    private int numbers;
    private int missing;
    private boolean dropped;

    CsvColumn(String name) {
        this.name = name;
    }

    /** Adds the next cell: NaN if it is not a finite number. */
    void add(double number, String cell, long line) {
        if (dropped || numbers == 0 && filled - missing >= CLEARLY_TEXT) {
            dropped = true;
            values = new double[0];
            filled++;
            numbers += Double.isNaN(number) ? 0 : 1;
            missing += CsvCell.isMissing(cell) ? 1 : 0;
            return;
        }
        if (filled == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * filled));
        }
        values[filled++] = number;
        if (!Double.isNaN(number)) {
            numbers++;
            return;
        }
        boolean gap = CsvCell.isMissing(cell);
        missing += gap ? 1 : 0;
        if (faults.size() < LISTED || (!gap && faults.stream().allMatch(fault -> CsvCell.isMissing(fault.text())))) {
            faults.add(new Fault(line, cell));
        }
    }

    String name() {
        return name;
    }

    /** The number of cells that hold a finite number. */
    int numbers() {
        return numbers;
    }

    /** The cells that are empty or read as one of the signs for a missing number. */
    int missing() {
        return missing;
    }

    /** The other cells: text, infinities and numbers out of range. */
    int text() {
        return filled - numbers - missing;
    }

    /** Whether at least half of the cells that are not missing are numbers. */
    boolean isNumeric() {
        return numbers > 0 && numbers >= text() && !dropped;
    }

    /** The first cells that hold no finite number. */
    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** The number of a row, counted from 0. */
    double value(int row) {
        return values[row];
    }
}
