package org.energymatching.nn.sequence;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * SiLU of numbers that were scaled and shifted channel by channel, and the derivatives:
 *
 * <pre>
 * y = silu(u),  u = a n + b;      g = dV/dy:   dV/dn = a h,  h = silu'(u) g
 * ẏ = silu'(u) u̇,  u̇ = a ṅ;       s = silu'(u) dS/dy + silu''(u) u̇ g:   dS/dn = a s,  dS/db = Σ s,  dS/da = Σ (s n + h ṅ)
 * </pre>
 */
final class ScaledSilu implements Evaluated {

    private final Tensor n;
    private final Tensor scale;
    private final Tensor u;
    private final Tensor y;
    private final String scaleKey;
    private final @Nullable String shiftKey;
    private final DirectRun run;
    private @Nullable Tensor gradient;
    private @Nullable Tensor h;
    private @Nullable Tensor direction;
    private @Nullable Tensor moved;

    /**
     * Evaluates.
     *
     * @param n (N, C)
     * @param scaleKey the key of a, (C)
     * @param shiftKey the key of b, (C); null for none
     */
    ScaledSilu(Tensor n, String scaleKey, @Nullable String shiftKey, DirectRun run) {
        this.n = n;
        this.scale = run.weight(scaleKey);
        this.scaleKey = scaleKey;
        this.shiftKey = shiftKey;
        this.run = run;
        this.u = run.save(shiftKey == null ? n.times(scale) : affine(n, scale, run.weight(shiftKey)));
        this.y = u.silu();
    }

    /** a n + b, channel by channel. */
    static Tensor affine(Tensor n, Tensor scale, Tensor shift) {
        return Tensor.result(() -> torch.addcmul(shift.unwrap(), n.unwrap(), scale.unwrap()));
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor back(Tensor g) {
        Tensor slope = through(g);
        if (!run.training()) {
            slope.unwrap().mul_(scale.unwrap());
            return slope;
        }
        gradient = run.save(g);
        h = run.save(slope);
        return slope.times(scale);
    }

    @Override
    public Tensor along(Tensor x) {
        direction = run.save(x);
        moved = run.save(x.times(scale));
        return through(moved);
    }

    @Override
    public Tensor again(Tensor gradientOfS) {
        try (Scope scope = Scope.open()) {
            Tensor s = through(gradientOfS);
            Tensor ofScale;
            if (direction == null || moved == null || gradient == null || h == null) {
                ofScale = s.times(n);
            } else {
                s.unwrap().add_(curvature().unwrap().mul_(moved.unwrap()).mul_(gradient.unwrap()));
                ofScale = s.times(n);
                ofScale.unwrap().addcmul_(h.unwrap(), direction.unwrap());
            }
            MatrixProducts.addColumnSums(
                    ofScale, run.gradient(scaleKey), run.ones(ofScale.unwrap().size(0)));
            if (shiftKey != null) {
                MatrixProducts.addColumnSums(
                        s, run.gradient(shiftKey), run.ones(s.unwrap().size(0)));
            }
            s.unwrap().mul_(scale.unwrap());
            return scope.keep(s);
        }
    }

    /** silu'(u) x. */
    private Tensor through(Tensor x) {
        return Tensor.result(() -> torch.silu_backward(x.unwrap(), u.unwrap()));
    }

    /** silu''(u) = σ (1 - σ) (2 + u (1 - 2σ)). */
    private Tensor curvature() {
        var sigma = u.unwrap().sigmoid();
        var bend =
                torch.addcmul(u.unwrap(), u.unwrap(), sigma, new Scalar(-2.0)).add_(new Scalar(2.0));
        return Tensor.result(
                () -> torch.addcmul(sigma, sigma, sigma, new Scalar(-1.0)).mul_(bend));
    }
}
