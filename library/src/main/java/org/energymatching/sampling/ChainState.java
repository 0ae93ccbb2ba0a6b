package org.energymatching.sampling;

import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Where a block of chains stands.
 *
 * @param x the positions, (B, …)
 * @param first the number of the block's first chain: chain {@code first + i} is row i and has noise of its own
 * @param memory what the kernel remembers of these chains
 */
public record ChainState(Tensor x, long first, Memory memory) {

    /**
     * What a kernel remembers from step to step: energies, slopes, replicas. Java values, never tensors, so that nobody has
     * to free them; a kernel that finds another's memory, or none, begins anew.
     */
    public interface Memory {

        /** Nothing is remembered. */
        Memory NONE = new Memory() {};
    }

    /** Chains that no kernel has moved yet. */
    public ChainState(Tensor x, long first) {
        this(x, first, Memory.NONE);
    }

    /** The same chains elsewhere. */
    public ChainState at(Tensor position) {
        return new ChainState(position, first, memory);
    }

    /** The same chains with something to remember. */
    public ChainState remembering(Memory remembered) {
        return new ChainState(x, first, remembered);
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
        return Tensor.of(deviates(rng, scales, shape.length()), shape);
    }

    /** The same as Java values, so many in all. */
    float[] deviates(Rng rng, double[] scales, int length) {
        float[] noise = new float[length];
        int width = length / scales.length;
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] != 0) {
                Rng row = rng.at(first + i);
                for (int j = i * width; j < (i + 1) * width; j++) {
                    noise[j] = (float) (scales[i] * row.nextGaussian());
                }
            }
        }
        return noise;
    }
}
