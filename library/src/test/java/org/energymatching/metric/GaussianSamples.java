package org.energymatching.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/** Normal samples and what can be done to them without changing a distance, or by a known amount. */
final class GaussianSamples {

    private GaussianSamples() {}

    static Samples draw(int rows, int width, RandomGenerator random) {
        float[] values = new float[rows * width];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return new Samples(values, Shape.of(rows, width));
    }

    static Samples moved(Samples samples, float... shift) {
        float[] values = samples.values().clone();
        for (int at = 0; at < values.length; at++) {
            values[at] += shift[at % shift.length];
        }
        return new Samples(values, samples.shape());
    }

    static Samples shuffled(Samples samples, long seed) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < samples.rows(); i++) {
            rows.add(samples.row(i));
        }
        Collections.shuffle(rows, new Random(seed));
        return Samples.of(rows.toArray(float[][]::new));
    }
}
