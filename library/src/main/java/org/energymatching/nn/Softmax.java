package org.energymatching.nn;

import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The softmax of groups of numbers, and the derivatives, with ⟨·,·⟩ the inner product over a group:
 *
 * <pre>
 * p = softmax(x);   g = dV/dp:   dV/dx = p f,  f = g - ⟨p, g⟩
 * ṗ = p e,  e = ẋ - ⟨p, ẋ⟩;      t = dS/dp + f e:   dS/dx = p (t - ⟨p, t⟩)
 * </pre>
 */
final class Softmax implements Evaluated {

    /** Inner products over groups, of one number each. */
    @FunctionalInterface
    interface Groups {
        Tensor sums(Tensor x);
    }

    private final Tensor p;
    private final Groups groups;
    private final DirectRun run;
    private @Nullable Tensor f;
    private @Nullable Tensor e;

    /**
     * Evaluates.
     *
     * @param p softmax(x)
     * @param groups sums over groups, in a shape that broadcasts to x
     */
    Softmax(Tensor p, Groups groups, DirectRun run) {
        this.p = run.save(p);
        this.groups = groups;
        this.run = run;
    }

    @Override
    public Tensor value() {
        return p;
    }

    @Override
    public Tensor back(Tensor g) {
        f = run.saveIfTraining(centred(g));
        return f.times(p);
    }

    @Override
    public Tensor along(Tensor x) {
        e = run.save(centred(x));
        return e.times(p);
    }

    @Override
    public Tensor again(Tensor s) {
        try (Scope scope = Scope.open()) {
            Tensor t = f == null || e == null ? s : s.plus(f.times(e));
            Tensor result = centred(t);
            result.unwrap().mul_(p.unwrap());
            return scope.keep(result);
        }
    }

    /** x - ⟨p, x⟩. */
    private Tensor centred(Tensor x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(x.minus(groups.sums(x.times(p))));
        }
    }
}
