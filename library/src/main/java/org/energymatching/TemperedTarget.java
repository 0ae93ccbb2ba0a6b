package org.energymatching;

import java.util.Arrays;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * U(x) + ε·R(x): a target with one more term, which is not evaluated where every ε is zero.
 *
 * <p>U computes its own drift, which may be faster than differentiation; R is differentiated.
 *
 * @param base U
 * @param term R
 * @param name R, as the subject of a message
 * @param group how many chains must be computed together
 * @param first the number of the chain in row 0
 * @param checked whether each drift is checked to be finite, which reads one number back from the engine
 */
record TemperedTarget(Target base, Likelihood term, String name, int group, long first, boolean checked)
        implements Target {

    @Override
    public Device device() {
        return base.device();
    }

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        Tensor energy = RowEnergies.of(base.energy(x, epsilon), x, "The target");
        return cold(epsilon) ? energy : energy.plus(energies(x).timesRows(epsilon));
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        if (cold(epsilon)) {
            return base.drift(x, epsilon);
        }
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            Tensor energies = energies(leaf);
            RowEnergies.requireSlope(energies, name);
            Tensor slope = Autodiff.gradient(energies.timesRows(epsilon).sum(), leaf);
            if (checked) {
                RowEnergies.requireFinite(energies.detach(), slope, x, first, name);
            }
            Tensor marked = RowEnergies.marked(energies, slope);
            return scope.keep(
                    RowEnergies.slope(base.drift(x, epsilon), x, "The target").minus(marked));
        }
    }

    @Override
    public Target forChains(long start, int rows) {
        return new TemperedTarget(
                base.forChains(start, rows), term.forChains(start, rows), name, group, start, checked);
    }

    @Override
    public Target unchecked() {
        return new TemperedTarget(base.unchecked(), term, name, group, first, false);
    }

    private Tensor energies(Tensor x) {
        return RowEnergies.of(term.negativeLog(x), x, name);
    }

    private static boolean cold(double[] epsilon) {
        return Arrays.stream(epsilon).allMatch(e -> e == 0);
    }
}
