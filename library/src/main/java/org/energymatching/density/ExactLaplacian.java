package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.geometry.Hessian;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * ΔV = Σ e_iᵀ H e_i over the axes, H the Hessian of V: exact where V has a second derivative.
 *
 * <p>Where the slope of V jumps it has none: ReLU bends V along planes, and differentiation takes no notice of them.
 */
public record ExactLaplacian() implements Laplacian {

    @Override
    public int estimates() {
        return 1;
    }

    @Override
    public OfBlock prepare(Potential potential, Shape block, long first, Rng rng) {
        Hessian hessian = Hessian.of(potential);
        return x -> hessian.trace(x).floats();
    }
}
