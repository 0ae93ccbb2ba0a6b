package org.energymatching.nn.sequence;

import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Numbers scaled channel by channel, y = a n, and the derivatives: dV/dn = a g, ẏ = a ṅ, dS/dn = a dS/dy, dS/da = Σ (n dS/dy + ṅ g).
 */
final class Scaled implements Evaluated {

    private final Tensor n;
    private final String key;
    private final Tensor scale;
    private final Tensor y;
    private final DirectRun run;
    private @Nullable Tensor gradient;
    private @Nullable Tensor direction;

    /**
     * Evaluates.
     *
     * @param n (N, C)
     * @param key the key of a, (C)
     */
    Scaled(Tensor n, String key, DirectRun run) {
        this.n = n;
        this.key = key;
        this.scale = run.weight(key);
        this.y = n.times(scale);
        this.run = run;
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor back(Tensor g) {
        gradient = run.saveIfTraining(g);
        return g.times(scale);
    }

    @Override
    public Tensor along(Tensor x) {
        direction = run.save(x);
        return x.times(scale);
    }

    @Override
    public Tensor again(Tensor s) {
        try (Scope scope = Scope.open()) {
            Tensor ofScale = s.times(n);
            if (direction != null && gradient != null) {
                ofScale.unwrap().addcmul_(direction.unwrap(), gradient.unwrap());
            }
            MatrixProducts.addColumnSums(
                    ofScale, run.gradient(key), run.ones(ofScale.unwrap().size(0)));
            return scope.keep(s.times(scale));
        }
    }
}
