package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Preconditioned Langevin dynamics: the unadjusted Langevin step with a constant diagonal metric, so that directions of
 * different scales mix in the same number of steps (Girolami and Calderhead 2011 for metrics that vary).
 *
 * <pre>x ← x - Δt M ∇U(x) + √(2 ε Δt) M^½ z,   M = diag(m),   z ~ N(0, I)</pre>
 *
 * <p>One gradient a step. A constant M leaves exp(-U/ε) invariant up to O(Δt), as does {@link EulerMaruyama}, which is M = I;
 * on ½kx² the variance is ε/k · 1/(1 - m k Δt/2).
 *
 * @param metric m, one number above zero for each number of a row, {@code (d)}
 */
public record PreconditionedLangevin(double[] metric) implements Kernel {

    /** Checks and copies the metric. */
    public PreconditionedLangevin {
        metric = metric.clone();
        if (!Arrays.stream(metric).allMatch(m -> m > 0 && m < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A metric of " + Arrays.toString(metric) + " was asked for.",
                    "Its numbers are above zero and finite.",
                    "Learn it from samples at which the potential is curved.");
        }
    }

    @Override
    public double[] metric() {
        return metric.clone();
    }

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        Shape row = state.x().shape().row();
        if (row.length() != metric.length) {
            throw new UsageException(
                    "A metric of " + metric.length + " numbers was given to chains of " + row.length() + ".",
                    "It has one for each number of a row.",
                    "Learn it from samples in the shape of the chains.");
        }
        Tensor m = Tensor.of(metric, target.device()).reshape(row.extents());
        Tensor drift = target.drift(state.x(), epsilon).times(m);
        return Transition.to(state.at(EulerMaruyama.step(
                state.x(), drift, epsilon, dt, () -> state.noise(rng).times(m.sqrt()))));
    }
}
