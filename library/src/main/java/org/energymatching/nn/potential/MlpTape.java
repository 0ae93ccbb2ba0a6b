package org.energymatching.nn.potential;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.layer.Derivatives;
import org.energymatching.nn.layer.LeafTape;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * A tape of an {@link Mlp}: explicit first and second derivatives, with points as columns.
 *
 * <pre>
 * forward:   z_l = W_l h_(l-1) + b_l,   h_l = a_l(z_l);   V = w h_n + b
 * drift:     g_n = wᵀ,   p_l = g_l ∘ a_l'(z_l),   g_(l-1) = W_lᵀ p_l;   -∇V = -g_0
 * </pre>
 *
 * <p>A loss with the gradient D with respect to -∇V is differentiated in two sweeps: an upward one for the adjoints u_l of g_l,
 * and a downward one for those of z_l:
 *
 * <pre>
 * u_0 = -D,   t_l = W_l u_(l-1),   u_l = t_l ∘ a_l'(z_l);     dW_l += p_l u_(l-1)ᵀ,   dw += Σ u_n
 * q_l = t_l ∘ g_l ∘ a_l''(z_l) + a_l'(z_l) ∘ W_(l+1)ᵀ q_(l+1);     dW_l += q_l h_(l-1)ᵀ,   db_l += Σ q_l
 * </pre>
 *
 * <p>A loss on V with the gradient e needs only the second sweep, from q_n = a_n'(z_n) ∘ wᵀe. A graph of the engine has the
 * same products, but more elementwise passes for the second derivatives.
 */
final class MlpTape extends LeafTape<MlpTape.Evaluation> {

    private static final Scalar ONE = new Scalar(1.0).retainReference();
    private static final Scalar ZERO = new Scalar(0.0).retainReference();

    private final int last;
    private final List<Tensor> weights = new ArrayList<>();
    private final List<Tensor> transposed = new ArrayList<>();
    private final List<Tensor> biases = new ArrayList<>();
    private final Mlp mlp;
    private final Tensor flat;
    private final List<Tensor> sums = new ArrayList<>();
    private final boolean[] begun;

    /**
     * What the pullback needs.
     *
     * @param inputs h_0 … h_n
     * @param layers a_l and its derivatives at z_l
     * @param slopes null for energies
     */
    record Evaluation(
            List<Tensor> inputs,
            List<Derivatives> layers,
            @Nullable Slopes slopes) {}

    /** g_l and p_l. */
    private record Slopes(Tensor[] behind, Tensor[] through) {}

    MlpTape(Mlp mlp, Parameters trainable, Dropout dropout) {
        super(mlp, trainable, dropout);
        this.mlp = mlp;
        this.last = mlp.widths().size();
        List<Tensor> leaves = trainable.leaves();
        for (int layer = 0; layer <= last; layer++) {
            weights.add(leaves.get(2 * layer).detach());
            transposed.add(weights.get(layer).transpose());
            biases.add(leaves.get(2 * layer + 1).detach());
        }
        this.flat = result(() -> torch.empty_like(unwrap(trainable.flat())));
        List<Tensor> parts = flat.split(
                0,
                trainable.specs().stream()
                        .mapToLong(spec -> spec.shape().size())
                        .toArray());
        for (int layer = 0; layer <= last; layer++) {
            sums.add(parts.get(2 * layer).reshape(weights.get(layer).shape().extents()));
            sums.add(parts.get(2 * layer + 1));
        }
        this.begun = new boolean[sums.size()];
    }

    @Override
    protected Evaluated<Evaluation> evaluate(Tensor x, boolean drifts) {
        List<Tensor> inputs = new ArrayList<>(List.of(x.detach().transpose()));
        List<Derivatives> layers = new ArrayList<>();
        for (int layer = 0; layer < last; layer++) {
            Derivatives derivatives = Derivatives.of(mlp.activation(layer), affine(layer, inputs.get(layer)));
            layers.add(derivatives);
            inputs.add(derivatives.value());
        }
        if (!drifts) {
            return new Evaluated<>(affine(last, inputs.get(last)).reshape(-1), new Evaluation(inputs, layers, null));
        }
        Tensor[] behind = new Tensor[last];
        Tensor[] through = new Tensor[last];
        Tensor gradient = transposed.get(last);
        for (int layer = last - 1; layer >= 0; layer--) {
            behind[layer] = gradient;
            through[layer] = gradient.times(layers.get(layer).first());
            gradient = transposed.get(layer).matmul(through[layer]);
        }
        return new Evaluated<>(
                gradient.transpose().negate(), new Evaluation(inputs, layers, new Slopes(behind, through)));
    }

    private Tensor affine(int layer, Tensor h) {
        return Tensor.affine(weights.get(layer), h, biases.get(layer));
    }

    @Override
    protected void backward(Evaluation at, Tensor gradient) {
        try (Scope scope = Scope.open()) {
            Slopes slopes = at.slopes();
            if (slopes == null) {
                Tensor e = gradient.reshape(1, -1);
                addProduct(last, e, at.inputs().get(last));
                addSum(2 * last + 1, e);
                Tensor top = transposed.get(last).times(e);
                down(at, null, top.times(at.layers().get(last - 1).first()));
            } else {
                @Nullable
                Tensor[] second = up(at.layers(), slopes, gradient.transpose().negate());
                Tensor top = second[last - 1];
                down(at, second, top == null ? at.inputs().get(last).zerosLike() : top);
            }
        }
    }

    /** The first sweep; returns t_l ∘ g_l ∘ a_l''(z_l), null where it is zero. */
    private @Nullable Tensor[] up(List<Derivatives> layers, Slopes slopes, Tensor ofGradient) {
        @Nullable Tensor[] second = new Tensor[last];
        Tensor u = ofGradient;
        for (int layer = 0; layer < last; layer++) {
            Derivatives derivatives = layers.get(layer);
            addProduct(layer, slopes.through()[layer], u);
            Tensor t = weights.get(layer).matmul(u);
            Tensor curvature = derivatives.second().get();
            second[layer] =
                    curvature == null ? null : t.times(slopes.behind()[layer]).times(curvature);
            u = t.times(derivatives.first());
        }
        addSum(2 * last, u);
        return second;
    }

    /** The second sweep, from q_n. */
    private void down(Evaluation at, @Nullable Tensor @Nullable [] second, Tensor top) {
        Tensor q = top;
        for (int layer = last - 1; layer >= 0; layer--) {
            addProduct(layer, q, at.inputs().get(layer));
            addSum(2 * layer + 1, q);
            if (layer > 0) {
                Tensor before = transposed.get(layer).matmul(q);
                Tensor first = at.layers().get(layer - 1).first();
                Tensor known = second == null ? null : second[layer - 1];
                q = known == null
                        ? before.times(first)
                        : result(() -> unwrap(known).addcmul(unwrap(before), unwrap(first)));
            }
        }
    }

    /** Adds a bᵀ to the gradient of a layer's matrix. */
    private void addProduct(int layer, Tensor a, Tensor b) {
        int number = 2 * layer;
        Scalar before = begun[number] ? ONE : ZERO;
        Engine.call(() -> unwrap(sums.get(number)).addmm_(unwrap(a), unwrap(b).t(), before, ONE));
        begun[number] = true;
    }

    /** Adds the sum over all points to the gradient of a parameter. */
    private void addSum(int number, Tensor points) {
        Tensor sum = points.sum(1);
        Engine.call(() -> {
            var whole = unwrap(sums.get(number)).view(-1);
            return begun[number] ? whole.add_(unwrap(sum)) : whole.copy_(unwrap(sum));
        });
        begun[number] = true;
    }

    @Override
    protected Tensor sums() {
        for (int number = 0; number < begun.length; number++) {
            if (!begun[number]) {
                Tensor sum = sums.get(number);
                Engine.call(() -> unwrap(sum).zero_());
            }
        }
        return flat;
    }
}
