package org.energymatching;

import org.energymatching.error.UsageException;
import org.energymatching.interaction.InteractionEnergy;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * What a chain at temperature ε descends: U(x) = V(x) + ε·R(x), whose equilibrium is exp(-V/ε)·exp(-R) (paper, section
 * 3.3).
 *
 * <p>Rows may stand at different temperatures, so ε comes as one number per row.
 */
@FunctionalInterface
public interface Target {

    /** U for each row: (B, …) and B temperatures to (B). */
    Tensor energy(Tensor x, double[] epsilon);

    /** The potential alone: U = V at every temperature. */
    static Target of(Potential potential) {
        return new PotentialTarget(
                potential, potential instanceof NetworkPotential known ? known.separate() : new SeparateRows());
    }

    /** Where chains that follow it are computed. */
    default Device device() {
        return Device.cpu();
    }

    /** -∇U(x), detached; (B, …) to (B, …). */
    default Tensor drift(Tensor x, double[] epsilon) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            return scope.keep(Autodiff.gradient(
                            RowEnergies.of(energy(leaf, epsilon), leaf, "The target")
                                    .sum(),
                            leaf)
                    .negate());
        }
    }

    /**
     * This target given a measurement: U(x) - ε·log p(y|x). At equilibrium the chains follow exp(-V/ε)·p(y|x), the
     * posterior. A differentiable scalar of x, as a lambda, is a likelihood too.
     */
    default Target given(Likelihood likelihood) {
        return new TemperedTarget(this, likelihood, "-log p(y|x)", group(), 0, true);
    }

    /**
     * This target given a measurement that chains hear on their way from noise to data as well, not only as ε(t) grows: U(x) +
     * ε·R(x) + G_t(x) with R = -log p(y|x) and, where t is below 1,
     *
     * <pre>
     * G_t(x) = (1-t)/t · s/(s + r²) · R(t x/n),  n = t² + (1-t)²,  r² = (1-t)²/n
     * </pre>
     *
     * <p>At t = 1 and after it is {@link #given}, so that the equilibrium is the posterior all the same; but chains arrive near it,
     * which matters where ε_max/σ² is small and a measurement alone would take long to be heard. Data are taken to have a
     * variance of about 1. The clock is the temperature: chains follow {@code TemperatureSchedule.ramp(tauStar, epsilonMax)}.
     *
     * @param spread s = σ²/‖A‖², {@link org.energymatching.inverse.ForwardModel#spread}; infinite where it is not known
     * @param tauStar τ* of the schedule; before it the measurement is not heard
     * @param epsilonMax ε_max of the schedule, above zero
     */
    default Target guidedBy(Likelihood likelihood, double spread, double tauStar, double epsilonMax) {
        if (!(spread > 0 && tauStar >= 0 && tauStar < 1 && epsilonMax > 0)) {
            throw new UsageException(
                    "Guidance was asked for with s = " + spread + ", τ* = " + tauStar + " and ε_max = " + epsilonMax
                            + ".",
                    "s and ε_max are above zero, and τ* lies in [0, 1): the temperature tells the time.",
                    "Take the spread of the forward model and the numbers of the temperature's ramp.");
        }
        return new GuidedTarget(this, likelihood, spread, tauStar, epsilonMax, 0, true);
    }

    /** This target with chains that feel one another: U(x_m) + ε Σ_{k≠m} W(x_m, x_k). */
    default Target repelledBy(InteractionEnergy interaction) {
        int together = Math.max(group(), interaction.chains());
        if (together % group() != 0 || together % interaction.chains() != 0) {
            throw new UsageException(
                    "Chains were to feel one another in groups of " + group() + " and of " + interaction.chains() + ".",
                    "Where two energies between chains meet, one group divides into the other.",
                    "Give both the same number of chains.");
        }
        return new TemperedTarget(this, interaction::energy, "The interaction energy", together, 0, true);
    }

    /** How many chains must be computed together, as they feel one another; 1 where each is alone. */
    default int group() {
        return 1;
    }

    /**
     * Whether so many chains may be computed together in place of blocks of {@code blockRows}, a divisor: it is faster, and each
     * comes out the same to the last bit.
     */
    default boolean together(int blockRows, int rows) {
        return false;
    }

    /**
     * The target as the chains {@code first} … {@code first + rows - 1} see it: the same for all, unless each has a
     * measurement of its own. Rows beyond the last measurement fill up a block and nobody looks at them: they may have
     * any. A {@code first} beyond it is an error.
     */
    default Target forChains(long first, int rows) {
        return this;
    }

    /**
     * This target without those checks that read a number back at every step. Chains follow it and are checked when they are
     * looked at; where one of them diverged, its steps are repeated with the checks, which name the cause.
     */
    default Target unchecked() {
        return this;
    }
}
