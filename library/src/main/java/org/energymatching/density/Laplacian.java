package org.energymatching.density;

import org.energymatching.Potential;
import org.energymatching.geometry.Hessian;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A method to compute the Laplacian ΔV(x) = Σ ∂²V/∂x_i², the rate at which the flow of -∇V contracts: exact, by random probes,
 * or by differences of the gradient.
 */
@FunctionalInterface
public interface Laplacian {

    /** The number of estimates for each row; 1 where nothing is random. */
    default int estimates() {
        return 1;
    }

    /**
     * Prepares a block of rows, which has the same random directions along the whole flow.
     *
     * @param potential V
     * @param block the shape of the rows, (B, …)
     * @param first the number of the block's first row: row i draws from {@code rng.at(first + i)}
     * @param rng for random directions
     */
    OfBlock prepare(Potential potential, Shape block, long first, Rng rng);

    /** The Laplacian of one block of rows. */
    @FunctionalInterface
    interface OfBlock {

        /** The estimates of each row, row by row: (B, …) to B · estimates numbers. Called within a scope. */
        float[] at(Tensor x);
    }

    /**
     * ΔV = Σ e_iᵀ H e_i over the axes, H the Hessian of V, by as many products as there are dimensions: exact where V has a
     * second derivative. Where the gradient of V jumps, as that of a network with ReLU does, this misses the jumps.
     */
    static Laplacian exact() {
        return (potential, block, first, rng) -> {
            Hessian hessian = Hessian.of(potential);
            return x -> hessian.trace(x).floats();
        };
    }

    /** So many unbiased estimates by random signs. */
    static Laplacian hutchinson(int probes) {
        return new HutchinsonLaplacian(probes);
    }

    /** Central differences of the gradient: for potentials whose gradient jumps, as that of a network with ReLU does. */
    static Laplacian differences(double step) {
        return new DifferenceLaplacian(step);
    }
}
