package org.energymatching.sampling;

import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The positions of a block of chains, and the memory of its kernel. */
public final class ChainState {

    /**
     * The memory of a kernel from step to step: energies, drifts, replicas. Java values, never tensors, so that they need not
     * be freed; a kernel that gets the memory of another kernel, or none, starts without memory.
     */
    public interface Memory {

        /** No memory. */
        Memory NONE = new Memory() {};
    }

    private final Tensor x;
    private final long first;
    private final Memory memory;
    private final @Nullable NoiseBuffer ahead;
    private final @Nullable Tensor carried;

    private ChainState(Tensor x, long first, Memory memory, @Nullable NoiseBuffer ahead, @Nullable Tensor carried) {
        this.x = x;
        this.first = first;
        this.memory = memory;
        this.ahead = ahead;
        this.carried = carried;
    }

    /**
     * Chains with the memory of their kernel.
     *
     * @param x the positions, (B, …)
     * @param first the number of the block's first chain: chain {@code first + i} is row i and has its own noise
     * @param memory the kernel's memory of these chains
     */
    public ChainState(Tensor x, long first, Memory memory) {
        this(x, first, memory, null, null);
    }

    /** Chains before their first step. */
    public ChainState(Tensor x, long first) {
        this(x, first, Memory.NONE);
    }

    /** The same chains with noise that is drawn for many steps at once. */
    ChainState drawing(NoiseBuffer noise) {
        return new ChainState(x, first, memory, noise, carried);
    }

    /** The positions, (B, …). */
    public Tensor x() {
        return x;
    }

    /** The number of the chain in row 0. */
    public long first() {
        return first;
    }

    /** The kernel's memory of these chains. */
    public Memory memory() {
        return memory;
    }

    /** The same chains at other positions. */
    public ChainState at(Tensor position) {
        return new ChainState(position, first, memory, ahead, carried);
    }

    /** The same chains with another memory. */
    public ChainState remembering(Memory remembered) {
        return new ChainState(x, first, remembered, ahead, carried);
    }

    /** The tensor that the kernel keeps from step to step, set by {@link #carrying}; null at first. */
    public @Nullable Tensor carried() {
        return carried;
    }

    /** The same chains with a tensor of numbers for each, such as their last displacement, (B, …); the caller of the kernel frees it. */
    ChainState carrying(@Nullable Tensor numbers) {
        return new ChainState(x, first, memory, ahead, numbers);
    }

    /**
     * Standard normal deviates z for a step, in the shape of x: chain i from {@code rng.at(i)}, on the device of the chains.
     *
     * @param rng the step's generator
     */
    public Tensor noise(Rng rng) {
        return ahead == null ? Noise.normal(rng, first, x.shape(), x.device()) : ahead.of(rng);
    }

    /**
     * Normal deviates for a step as Java values, so many in all, for kernels that compute in Java: each row is drawn from the
     * generator of its chain and scaled by its factor.
     */
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
