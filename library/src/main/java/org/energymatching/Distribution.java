package org.energymatching;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.energymatching.description.Descriptions;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * A distribution that can be sampled: a source of noise, a toy density, the rows of a data set.
 *
 * <p>Row i of a draw has its own generator, so it does not depend on how many rows are drawn.
 */
public interface Distribution extends SelfDescribing {

    /** The shape of one point. */
    Shape shape();

    /** Writes one point to {@code out}, beginning at {@code offset}. */
    void draw(RandomGenerator rng, float[] out, int offset);

    /** Rows 0 … n-1, row i from {@code rng.at(i)}. */
    default Samples sample(int n, Rng rng) {
        return sample(0, n, rng);
    }

    /** Rows {@code first} … {@code first + n - 1}, row i from {@code rng.at(i)}. */
    default Samples sample(long first, int n, Rng rng) {
        int width = shape().length();
        float[] values = new float[Math.multiplyExact(n, width)];
        for (int i = 0; i < n; i++) {
            draw(rng.at(first + i), values, i * width);
        }
        return new Samples(values, shape().batch(n));
    }

    /** The type and a digest of its first draws; for a record its components as well. */
    @Override
    default Map<String, Object> description() {
        Map<String, Object> described = new LinkedHashMap<>(SelfDescribing.super.description());
        if (!(this instanceof Record)) {
            described.put("draws", Descriptions.digest(sample(64, Rng.of(0)).values()));
        }
        return described;
    }

    /** The mini-batch of a training step; a finite data set uses all its rows before it repeats one. */
    default Samples batch(long step, int n, Rng rng) {
        return sample(n, rng.at(step));
    }
}
