package org.energymatching.sampling;

import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Where a block of chains stands.
 *
 * @param x the positions, (B, …)
 * @param first the number of the block's first chain: chain {@code first + i} is row i and has noise of its own
 */
public record ChainState(Tensor x, long first) {

    /** The same chains elsewhere. */
    public ChainState at(Tensor position) {
        return new ChainState(position, first);
    }

    /**
     * Normal deviates for a step, each row from the generator of its chain and scaled by a factor of its own; rows with
     * factor zero draw nothing.
     *
     * @param rng the step's generator
     * @param scales one factor per row
     */
    public Tensor noise(Rng rng, double[] scales) {
        Shape shape = x.shape();
        float[] noise = new float[shape.length()];
        int width = noise.length / scales.length;
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] != 0) {
                Rng row = rng.at(first + i);
                for (int j = i * width; j < (i + 1) * width; j++) {
                    noise[j] = (float) (scales[i] * row.nextGaussian());
                }
            }
        }
        return Tensor.of(noise, shape);
    }
}
