package org.energymatching.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Reverse-mode differentiation of scalars: gradients, and gradients that can be differentiated again. */
public final class Autodiff {

    private Autodiff() {}

    /** The same values as a new leaf that gradients can be taken with respect to. */
    public static Tensor leaf(Tensor x) {
        return Engine.call(() -> Tensor.wrap(x.unwrap().detach().requires_grad_(true)));
    }

    /** Computes something without recording it: what comes out has no history. */
    public static <T> T unrecorded(Supplier<T> computation) {
        Engine.enter();
        try (NoGradGuard guard = new NoGradGuard()) {
            return computation.get();
        }
    }

    /** dy/dx of a scalar y, without a history of its own. */
    public static Tensor gradient(Tensor y, Tensor x) {
        return gradients(y, List.of(x), false).get(0);
    }

    /** dy/dx of a scalar y, with its history: a loss on it can be differentiated again. */
    public static Tensor differentiableGradient(Tensor y, Tensor x) {
        return gradients(y, List.of(x), true).get(0);
    }

    /** dy/dxᵢ of a scalar y for several x; one that y does not depend on gets zeros. */
    public static List<Tensor> gradients(Tensor y, List<Tensor> xs, boolean differentiable) {
        return gradients(List.of(y), new TensorVector(), xs, differentiable);
    }

    /** Σⱼ (dyⱼ/dxᵢ)ᵀ gⱼ for several tensors y with a gradient g behind each; an x that no y depends on gets zeros. */
    public static List<Tensor> gradients(List<Tensor> ys, List<Tensor> behind, List<Tensor> xs) {
        return gradients(ys, Tensor.vector(behind), xs, false);
    }

    private static List<Tensor> gradients(
            List<Tensor> ys, TensorVector behind, List<Tensor> xs, boolean differentiable) {
        return Engine.call(() -> {
            TensorVector found = torch.grad(
                    Tensor.vector(ys),
                    Tensor.vector(xs),
                    behind,
                    new BoolOptional(differentiable),
                    differentiable,
                    true);
            List<Tensor> gradients = new ArrayList<>(xs.size());
            for (int i = 0; i < xs.size(); i++) {
                org.bytedeco.pytorch.Tensor gradient = found.get(i);
                gradients.add(
                        gradient.defined()
                                ? Tensor.copyOf(gradient)
                                : Tensor.zeros(xs.get(i).shape()));
            }
            return gradients;
        });
    }
}
