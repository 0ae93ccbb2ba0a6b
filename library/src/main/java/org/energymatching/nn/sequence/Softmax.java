package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The softmax of groups of numbers, with its derivatives, where ⟨·,·⟩ is the inner product over a group:
 *
 * <pre>
 * p = softmax(x);   g = dV/dp:   dV/dx = p f,  f = g - ⟨p, g⟩
 * ṗ = p e,  e = ẋ - ⟨p, ẋ⟩;      t = dS/dp + f e:   dS/dx = p (t - ⟨p, t⟩)
 * </pre>
 */
final class Softmax implements Linearization {

    private final Tensor p;
    private final DirectPass pass;
    private @Nullable Tensor f;
    private @Nullable Tensor e;

    /** Evaluates over the second axis. */
    Softmax(Tensor x, DirectPass pass) {
        this.p = pass.save(result(() -> unwrap(x).softmax(1)));
        this.pass = pass;
    }

    @Override
    public Tensor value() {
        return p;
    }

    @Override
    public Tensor vjp(Tensor g) {
        Tensor centred = centred(g);
        if (!pass.training()) {
            unwrap(centred).mul_(unwrap(p));
            return centred;
        }
        f = pass.save(centred);
        return f.times(p);
    }

    @Override
    public Tensor jvp(Tensor x) {
        e = pass.save(centred(x));
        return e.times(p);
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        try (Scope scope = Scope.open()) {
            Tensor t = f == null || e == null ? s : s.plus(f.times(e));
            Tensor result = centred(t);
            unwrap(result).mul_(unwrap(p));
            return scope.keep(result);
        }
    }

    /** x - ⟨p, x⟩. */
    private Tensor centred(Tensor x) {
        return Scope.around(() ->
                x.minus(result(() -> unwrap(x.times(p)).sum(new long[] {1}, true, new ScalarTypeOptional()))));
    }
}
