package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sigmoid-weighted linear unit, with its derivatives:
 *
 * <pre>y = silu(u) = u σ(u);   dV/du = silu'(u) g,   ẏ = silu'(u) u̇,   dS/du = silu'(u) dS/dy + silu''(u) u̇ g</pre>
 */
final class Silu implements Linearization {

    private final Tensor u;
    private final Tensor y;
    private final DirectPass pass;
    private @Nullable Tensor gradient;
    private @Nullable Tensor direction;

    /** Evaluates. */
    Silu(Tensor u, DirectPass pass) {
        this.u = pass.save(u);
        this.y = u.silu();
        this.pass = pass;
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor vjp(Tensor g) {
        gradient = pass.saveIfTraining(g);
        return timesDerivative(g);
    }

    @Override
    public Tensor jvp(Tensor x) {
        direction = pass.save(x);
        return timesDerivative(x);
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        return Scope.around(() -> {
            Tensor result = timesDerivative(s);
            if (direction != null && gradient != null) {
                var bend = unwrap(secondDerivative()).mul_(unwrap(direction));
                unwrap(result).addcmul_(bend, unwrap(gradient));
            }
            return result;
        });
    }

    /** silu'(u) x. */
    private Tensor timesDerivative(Tensor x) {
        return result(() -> torch.silu_backward(unwrap(x), unwrap(u)));
    }

    /** silu''(u) = σ (1 - σ) (2 + u (1 - 2σ)). */
    private Tensor secondDerivative() {
        var sigma = unwrap(u).sigmoid();
        var bend = torch.addcmul(unwrap(u), unwrap(u), sigma, new Scalar(-2.0)).add_(new Scalar(2.0));
        return result(() -> torch.addcmul(sigma, sigma, sigma, new Scalar(-1.0)).mul_(bend));
    }
}
