package org.energymatching;

import java.util.Arrays;
import org.energymatching.inverse.Likelihood;
import org.energymatching.tensor.Autodiff;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * U(x) + ε·R(x): a target with one more term, which is not evaluated where every ε is zero.
 *
 * <p>The slope of U is asked of U, which may know a faster way than differentiation; that of R is differentiated.
 *
 * @param base U
 * @param term R
 * @param group how many chains must be computed together
 */
record Tempered(Target base, Likelihood term, int group) implements Target {

    @Override
    public Tensor energy(Tensor x, double[] epsilon) {
        Tensor energy = base.energy(x, epsilon);
        return cold(epsilon) ? energy : energy.plus(weighted(x, epsilon));
    }

    @Override
    public Tensor drift(Tensor x, double[] epsilon) {
        if (cold(epsilon)) {
            return base.drift(x, epsilon);
        }
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            Tensor slope = Autodiff.gradient(weighted(leaf, epsilon).sum(), leaf);
            return scope.keep(base.drift(x, epsilon).minus(slope));
        }
    }

    @Override
    public Target forChains(long first, int rows) {
        return new Tempered(base.forChains(first, rows), term.forChains(first, rows), group);
    }

    private Tensor weighted(Tensor x, double[] epsilon) {
        return term.negativeLog(x).reshape(-1).times(Tensor.of(epsilon));
    }

    private static boolean cold(double[] epsilon) {
        return Arrays.stream(epsilon).allMatch(e -> e == 0);
    }
}
