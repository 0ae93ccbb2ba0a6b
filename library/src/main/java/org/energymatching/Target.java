package org.energymatching;

import org.energymatching.error.UsageException;
import org.energymatching.interaction.InteractionEnergy;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * The energy U(x) = V(x) + ε·R(x) of chains at temperature ε, with the equilibrium exp(-V/ε)·exp(-R) (paper, section 3.3).
 *
 * <p>Rows may have different temperatures, so ε has one number per row.
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

    /** The device on which its chains are computed. */
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
     * This target given a measurement: U(x) - ε·log p(y|x). At equilibrium the chains sample the posterior exp(-V/ε)·p(y|x). A
     * likelihood may be a lambda that returns a differentiable scalar of x.
     */
    default Target given(Likelihood likelihood) {
        return new TemperedTarget(this, likelihood, "-log p(y|x)", group(), 0, true);
    }

    /**
     * This target with guidance by a measurement during transport, and not only as ε(t) grows: U(x) + ε·R(x) + G_t(x) with R =
     * -log p(y|x) and, where t is below 1,
     *
     * <pre>
     * G_t(x) = (1-t)/t · s/(s + r²) · R(t x/n),  n = t² + (1-t)²,  r² = (1-t)²/n
     * </pre>
     *
     * <p>From t = 1 on it equals {@link #given}, so the equilibrium is the posterior as well; but chains are near it at t = 1.
     * This matters where ε_max/σ² is small and {@link #given} alone would take long to act. Data are assumed to have a variance
     * of about 1. The time follows from the temperature: chains follow {@code TemperatureSchedule.ramp(tauStar, epsilonMax)}.
     *
     * @param spread s = σ²/‖A‖², {@link org.energymatching.inverse.ForwardModel#spread}; infinite where it is not known
     * @param tauStar τ* of the schedule; before it the measurement does not act
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

    /**
     * The conditional density of missing values given the observed ones, by which chains fill gaps: exp(-U/ε) as a function of the
     * missing values alone. Observed values are not moved by U, and are to be put back at the end.
     *
     * @param observed (rows, …), NaN where a value is missing
     * @param chains how many belong to each row: chain i to row i / chains
     */
    default Target conditionedOn(Samples observed, int chains) {
        return ConditionedTarget.of(this, observed, chains);
    }

    /** This target with interacting chains: U(x_m) + ε Σ_{k≠m} W(x_m, x_k). */
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

    /** How many chains interact and must be computed together; 1 where chains are independent. */
    default int group() {
        return 1;
    }

    /**
     * Whether so many chains may be computed together in place of blocks of {@code blockRows}, a divisor: this is faster, and
     * each chain is the same to the last bit.
     */
    default boolean together(int blockRows, int rows) {
        return false;
    }

    /**
     * The target of the chains {@code first} … {@code first + rows - 1}: the same for all chains, unless each has its own
     * measurement. Rows beyond the last measurement only fill a block and may have any measurement, since they are not used. A
     * {@code first} beyond it is an error.
     */
    default Target forChains(long first, int rows) {
        return this;
    }

    /**
     * This target without the checks that read a number back at every step. Its chains are checked at snapshots; where one
     * diverged, its steps are repeated with the checks, which name the cause.
     */
    default Target unchecked() {
        return this;
    }
}
