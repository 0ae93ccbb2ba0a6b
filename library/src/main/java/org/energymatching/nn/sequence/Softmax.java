package org.energymatching.nn.sequence;

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
     * Evaluates over the second axis, in the place of x, which is given away.
     *
     * @param groups sums over the second axis, which keeps the length 1
     * @param tame whether the exponentials of x are known not to be too large: the largest of each group need not be subtracted
     */
    static Softmax of(Tensor x, Groups groups, boolean tame, DirectRun run) {
        if (!tame) {
            return new Softmax(Tensor.result(() -> x.unwrap().softmax(1)), groups, run);
        }
        x.unwrap().exp_();
        x.unwrap().div_(groups.sums(x).unwrap());
        return new Softmax(x, groups, run);
    }

    private Softmax(Tensor p, Groups groups, DirectRun run) {
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
        Tensor centred = centred(g);
        if (!run.training()) {
            centred.unwrap().mul_(p.unwrap());
            return centred;
        }
        f = run.save(centred);
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
