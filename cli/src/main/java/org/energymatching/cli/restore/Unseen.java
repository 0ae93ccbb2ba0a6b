package org.energymatching.cli.restore;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.inverse.Observation;
import org.energymatching.tensor.Shape;

/**
 * The values of rows that were not measured themselves, which restorations are judged by.
 *
 * @param places their places in all rows laid end to end, rising
 * @param width of a row
 */
record Unseen(int[] places, int width) {

    static Unseen of(Measurements measurements) {
        Observation observation = measurements.observation();
        return new Unseen(
                observation.unmeasured(), observation.model().inputShape().length());
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
