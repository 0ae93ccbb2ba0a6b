package org.energymatching.plot;

/** How often colours occur, in 64³ cells of nearly equal ones, each with the mean of its colours. */
final class ColourCells {

    /** How many cells there are. */
    static final int COUNT = 1 << 18;

    private final long[] counts = new long[COUNT];
    private final long[][] sums = new long[3][COUNT];

    /** The cell of a colour 0xRRGGBB: the upper six bits of each channel. */
    static int cell(int rgb) {
        return (rgb >> 18 & 0x3F) << 12 | (rgb >> 10 & 0x3F) << 6 | rgb >> 2 & 0x3F;
    }

    /** A colour in the middle of a cell. */
    static int middle(int cell) {
        return (cell >> 12) << 18 | (cell >> 6 & 0x3F) << 10 | (cell & 0x3F) << 2 | 0x020202;
    }

    void add(int rgb) {
        int cell = cell(rgb);
        counts[cell]++;
        for (int channel = 0; channel < sums.length; channel++) {
            sums[channel][cell] += rgb >> 8 * channel & 0xFF;
        }
    }

    long count(int cell) {
        return counts[cell];
    }

    /** The sum of one channel over the colours in a cell: 0 is blue, 1 green, 2 red. */
    long sum(int channel, int cell) {
        return sums[channel][cell];
    }

    /** The mean of one channel over the colours in a cell that holds any. */
    double mean(int channel, int cell) {
        return (double) sums[channel][cell] / counts[cell];
    }
}
