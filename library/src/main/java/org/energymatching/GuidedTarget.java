package org.energymatching;

import java.util.Arrays;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * U(x) + ε·R(x) + G_t(x): a target with guidance by a measurement during the transport from noise to data.
 *
 * <p>On the straight path x_t = (1-t) z + t x₁ the velocity that leads to the posterior is v + (1-t)/t ∇log p(y|x_t). The
 * distribution of x₁ given x_t is approximated by that of normal data of variance 1, so that y is a measurement of x̂ with
 * wider noise:
 *
 * <pre>
 * n = t² + (1-t)²,  x̂ = t x/n,  r² = (1-t)²/n
 * G_t(x) = (1-t)/t · s/(s + r²) · R(x̂),  s = σ²/‖A‖²
 * </pre>
 *
 * <p>This is exact for normal data of variance 1 and A = 1 (A. Pokle et al., "Training-free linear image inverses via flows",
 * TMLR 2024). G vanishes at t = 1, where only ε·R with weight ε_max remains. The time follows from ε: t = τ* + (1-τ*) ε/ε_max.
 *
 * @param base U
 * @param likelihood R = -log p(y|x)
 * @param spread s; infinite for a measurement of unknown noise
 * @param tauStar τ* of the temperatures
 * @param epsilonMax ε_max
 * @param first the number of the chain in row 0
 * @param checked whether each drift is checked to be finite, which reads one number back from the engine
 */
record GuidedTarget(
        Target base,
        Likelihood likelihood,
        double spread,
        double tauStar,
        double epsilonMax,
        long first,
        boolean checked)
        implements Target {

    private static final String NAME = "-log p(y|x)";

    @Override
    public Device device() {
        return base.device();
    }

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        Tensor energy = RowEnergies.of(base.energy(x, epsilon), x, "The target");
        return cold(epsilon) ? energy : energy.plus(term(x, epsilon));
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        if (cold(epsilon)) {
            return base.drift(x, epsilon);
        }
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            Tensor term = term(leaf, epsilon);
            RowEnergies.requireSlope(term, NAME);
            Tensor slope = Autodiff.gradient(term.sum(), leaf);
            if (checked) {
                RowEnergies.requireFinite(term.detach(), slope, x, first, NAME);
            }
            Tensor marked = RowEnergies.marked(term, slope);
            return scope.keep(
                    RowEnergies.slope(base.drift(x, epsilon), x, "The target").minus(marked));
        }
    }

    @Override
    public int group() {
        return base.group();
    }

    @Override
    public Target forChains(long start, int rows) {
        return new GuidedTarget(
                base.forChains(start, rows),
                likelihood.forChains(start, rows),
                spread,
                tauStar,
                epsilonMax,
                start,
                checked);
    }

    @Override
    public Target unchecked() {
        return new GuidedTarget(base.unchecked(), likelihood, spread, tauStar, epsilonMax, first, false);
    }

    /** ε R(x) + G_t(x) of each row. */
    private Tensor term(Tensor x, double[] epsilon) {
        double[] weights = Arrays.stream(epsilon).map(this::weight).toArray();
        Tensor term = energies(x).timesRows(epsilon);
        if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
            return term;
        }
        double[] shrinking = Arrays.stream(epsilon).map(this::shrinking).toArray();
        Tensor ahead = x.timesRows(shrinking);
        return term.plus(energies(ahead).timesRows(weights));
    }

    private Tensor energies(Tensor x) {
        return RowEnergies.of(likelihood.negativeLog(x), x, NAME);
    }

    private double time(double epsilon) {
        return Math.min(1, tauStar + (1 - tauStar) * epsilon / epsilonMax);
    }

    /** x̂/x = t/n. */
    private double shrinking(double epsilon) {
        double t = time(epsilon);
        return t / (t * t + (1 - t) * (1 - t));
    }

    /** (1-t)/t · s/(s + r²); zero where ε is zero, which gives no time. */
    private double weight(double epsilon) {
        if (epsilon == 0) {
            return 0;
        }
        double t = time(epsilon);
        double left = (1 - t) * (1 - t) / (t * t + (1 - t) * (1 - t));
        double share = spread == Double.POSITIVE_INFINITY ? 1 : spread / (spread + left);
        return (1 - t) / t * share;
    }

    private static boolean cold(double[] epsilon) {
        return Arrays.stream(epsilon).allMatch(e -> e == 0);
    }
}
