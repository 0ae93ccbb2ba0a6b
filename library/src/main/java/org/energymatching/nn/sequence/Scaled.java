package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A scale and shift of each channel, with its derivatives:
 *
 * <pre>y = a n + b;   dV/dn = a g,   ẏ = a ṅ,   dS/dn = a dS/dy,   dS/da = Σ (n dS/dy + ṅ g),   dS/db = Σ dS/dy</pre>
 */
final class Scaled implements Linearization {

    private final Tensor n;
    private final String scaleKey;
    private final @Nullable String shiftKey;
    private final Tensor scale;
    private final Tensor y;
    private final DirectPass pass;
    private @Nullable Tensor gradient;
    private @Nullable Tensor direction;

    /**
     * Evaluates.
     *
     * @param n (N, C)
     * @param scaleKey the key of a, (C)
     * @param shiftKey the key of b, (C); null for none
     */
    Scaled(Tensor n, String scaleKey, @Nullable String shiftKey, DirectPass pass) {
        this.n = n;
        this.scaleKey = scaleKey;
        this.shiftKey = shiftKey;
        this.scale = pass.weight(scaleKey);
        this.pass = pass;
        this.y = shiftKey == null ? n.times(scale) : affine(n, scale, pass.weight(shiftKey));
    }

    /** a n + b, channel by channel: (N, C), (C) and (C) to (N, C). */
    static Tensor affine(Tensor n, Tensor scale, Tensor shift) {
        return result(() -> torch.addcmul(unwrap(shift), unwrap(n), unwrap(scale)));
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor vjp(Tensor g) {
        gradient = pass.saveIfTraining(g);
        return g.times(scale);
    }

    @Override
    public Tensor jvp(Tensor x) {
        direction = pass.save(x);
        return x.times(scale);
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        return Scope.around(() -> {
            Tensor ofScale = s.times(n);
            if (direction != null && gradient != null) {
                unwrap(ofScale).addcmul_(unwrap(direction), unwrap(gradient));
            }
            MatrixProducts.addRows(ofScale, pass.gradient(scaleKey));
            if (shiftKey != null) {
                MatrixProducts.addRows(s, pass.gradient(shiftKey));
            }
            return s.times(scale);
        });
    }
}
