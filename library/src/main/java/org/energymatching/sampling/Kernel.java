package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.tensor.Rng;

/**
 * One step of a chain that descends U with noise of temperature ε: it leaves exp(-U/ε) in place, up to the size of the
 * step, and is gradient flow at ε = 0.
 */
@FunctionalInterface
public interface Kernel {

    /**
     * Moves every chain of the block once.
     *
     * @param target U
     * @param state where the chains stand
     * @param epsilon the temperature of each row
     * @param dt the length of the step
     * @param rng the step's generator; chains draw from its children
     */
    ChainState step(Target target, ChainState state, double[] epsilon, double dt, Rng rng);

    /** The first-order scheme that the paper trains with: {@link EulerMaruyama}. */
    static Kernel eulerMaruyama() {
        return new EulerMaruyama();
    }

    /** The second-order scheme that the paper samples images with: {@link Heun}. */
    static Kernel heun() {
        return new Heun();
    }
}
