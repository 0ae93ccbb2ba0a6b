package org.energymatching.nn.sequence;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sigmoid-weighted linear unit, and the derivatives:
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
                var bend = secondDerivative().unwrap().mul_(direction.unwrap());
                result.unwrap().addcmul_(bend, gradient.unwrap());
            }
            return result;
        });
    }

    /** silu'(u) x. */
    private Tensor timesDerivative(Tensor x) {
        return Tensor.result(() -> torch.silu_backward(x.unwrap(), u.unwrap()));
    }

    /** silu''(u) = σ (1 - σ) (2 + u (1 - 2σ)). */
    private Tensor secondDerivative() {
        var sigma = u.unwrap().sigmoid();
        var bend =
                torch.addcmul(u.unwrap(), u.unwrap(), sigma, new Scalar(-2.0)).add_(new Scalar(2.0));
        return Tensor.result(
                () -> torch.addcmul(sigma, sigma, sigma, new Scalar(-1.0)).mul_(bend));
    }
}
