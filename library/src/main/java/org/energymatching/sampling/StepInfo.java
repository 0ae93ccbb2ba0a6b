package org.energymatching.sampling;

import java.util.List;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel reports of a step, as far as it is known without further computation.
 *
 * @param acceptance for each row the probability at which its proposal was accepted, NaN for rows that took a step without
 *     one; null for kernels that do not propose
 * @param energy U of each row after the step, at its temperature; null for kernels that do not need it
 * @param swaps for each pair of neighbouring temperatures and each row the probability of an exchange, NaN where none was
 *     tried; empty for kernels without replicas
 * @param adapting whether the kernel still adapts its step size, so that chains are not at equilibrium
 * @param moving 1 for each row that moved in this step, 0 where it has stopped, (B); null for kernels whose chains never stop
 */
public record StepInfo(
        double @Nullable [] acceptance,
        double @Nullable [] energy,
        List<double[]> swaps,
        boolean adapting,
        @Nullable Tensor moving) {

    /** Of a kernel whose chains never stop. */
    StepInfo(double @Nullable [] acceptance, double @Nullable [] energy, List<double[]> swaps, boolean adapting) {
        this(acceptance, energy, swaps, adapting, null);
    }

    /** The same for chains that have been moved since. */
    StepInfo withoutEnergy() {
        return new StepInfo(acceptance, null, swaps, adapting, moving);
    }

    /** Of a kernel that accepts every step and computes no energies. */
    static final StepInfo NOTHING = new StepInfo(null, null, List.of(), false);
}
