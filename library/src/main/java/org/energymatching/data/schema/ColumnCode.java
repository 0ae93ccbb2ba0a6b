package org.energymatching.data.schema;

import java.util.random.RandomGenerator;

/** The encoding of the cells of one column as numbers, and its inverse. It does not handle missing cells. */
sealed interface ColumnCode permits NumberCells, LevelCells, TimeCells, FixedCells {

    /** The number of numbers for a cell. */
    int width();

    /**
     * Writes the numbers of a cell.
     *
     * @throws org.energymatching.error.DataException if the cell is not of the column's type
     */
    void encode(String cell, RandomGenerator random, float[] out, int at);

    /** The cell for finite numbers. */
    String decode(float[] in, int at);

    /** log |dz/dx|, with x in the column's units; 0 where it has none. */
    double logSlope(float[] in, int at);
}
