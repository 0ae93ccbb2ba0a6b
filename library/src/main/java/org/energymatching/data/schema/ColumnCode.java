package org.energymatching.data.schema;

import java.util.random.RandomGenerator;

/** The cells of one column as numbers, and back. Missing cells are none of its concern. */
sealed interface ColumnCode permits NumberCells, LevelCells, TimeCells, FixedCells {

    /** Numbers of a cell. */
    int width();

    /**
     * Writes the numbers of a cell.
     *
     * @throws org.energymatching.error.DataException if the cell is not of the column's type
     */
    void encode(String cell, RandomGenerator random, float[] out, int at);

    /** The cell of finite numbers. */
    String decode(float[] in, int at);

    /** log |dz/dx|, with x in the column's units; 0 where it has none. */
    double logSlope(float[] in, int at);
}
