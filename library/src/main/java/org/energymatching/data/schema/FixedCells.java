package org.energymatching.data.schema;

import java.util.random.RandomGenerator;

/**
 * A column that is no number: a constant is put back, an identifier left out.
 *
 * @param value what each row gets
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
