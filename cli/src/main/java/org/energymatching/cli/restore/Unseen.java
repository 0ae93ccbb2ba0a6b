package org.energymatching.cli.restore;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/**
 * The values of rows that were not measured themselves, which restorations are judged by.
 *
 * @param places their places in all rows laid end to end, rising
 * @param width of a row
 */
record Unseen(int[] places, int width) {

    static Unseen of(Evidence evidence, int width) {
        int[] places = new int[evidence.rows() * width];
        int count = 0;
        for (int i = 0; i < evidence.rows(); i++) {
            boolean[] unseen = evidence.unseen(i);
            for (int j = 0; j < width; j++) {
                if (unseen[j]) {
                    places[count++] = i * width + j;
                }
            }
        }
        return new Unseen(Arrays.copyOf(places, count), width);
    }

    /** Those whose intervals are wider than this. */
    Unseen wider(PosteriorMaps maps, double width) {
        float[] low = maps.low().values();
        float[] high = maps.high().values();
        return new Unseen(
                Arrays.stream(places).filter(at -> high[at] - low[at] > width).toArray(), this.width);
    }

    int count() {
        return places.length;
    }

    /** These values of rows, of which there are so many for each that was measured, as rows of one number each. */
    Samples of(Samples rows, int perRow) {
        float[] values = new float[Math.multiplyExact(places.length, perRow)];
        for (int p = 0; p < places.length; p++) {
            for (int k = 0; k < perRow; k++) {
                values[p * perRow + k] = rows.values()[(places[p] / width * perRow + k) * width + places[p] % width];
            }
        }
        return new Samples(values, Shape.of(values.length, 1));
    }
}
