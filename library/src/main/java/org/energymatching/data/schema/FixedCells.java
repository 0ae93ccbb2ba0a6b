package org.energymatching.data.schema;

import java.util.random.RandomGenerator;

/**
 * The code of a column without numbers: a constant is decoded to its value, an identifier to nothing.
 *
 * @param value the cell of every row
 */
record FixedCells(String value) implements ColumnCode {

    @Override
    public int width() {
        return 0;
    }

    @Override
    public void encode(String cell, RandomGenerator random, float[] out, int at) {}

    @Override
    public String decode(float[] in, int at) {
        return value;
    }

    @Override
    public double logSlope(float[] in, int at) {
        return 0;
    }
}
