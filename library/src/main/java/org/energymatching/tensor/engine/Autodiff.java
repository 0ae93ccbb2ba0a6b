package org.energymatching.tensor.engine;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.vector;
import static org.energymatching.tensor.engine.Binding.wrap;
import static org.energymatching.tensor.engine.Binding.wrapCopy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Tensor;

/** Reverse-mode automatic differentiation: gradients of scalars, and gradients that can be differentiated again. */
public final class Autodiff {

    private Autodiff() {}

    /** The same values as a new leaf that gradients can be taken with respect to. */
    public static Tensor leaf(Tensor x) {
        return Engine.call(() -> wrap(unwrap(x).detach().requires_grad_(true)));
    }

    /** x itself if it is recorded, so that gradients reach its own history; else a new leaf. */
    public static Tensor recorded(Tensor x) {
        return Engine.call(() -> unwrap(x).requires_grad()) ? x : leaf(x);
    }

    /** Computes a result without recording it: the result has no history. */
    public static <T> T unrecorded(Supplier<T> computation) {
        Engine.enter();
        try (NoGradGuard guard = new NoGradGuard()) {
            return computation.get();
        }
    }

    /** Whether this was computed from a leaf by differentiable operations. */
    public static boolean isRecorded(Tensor y) {
        return Engine.call(unwrap(y)::requires_grad);
    }

    /**
     * The vector-Jacobian product vᵀ·dy/dx for y and v of one shape, in the shape of x. The graph of y is kept, so that there
     * can be many products; zeros where y does not depend on x.
     */
    public static Tensor pullback(Tensor y, Tensor x, Tensor v) {
        return pullback(y, x, v, false);
    }

    /** The same with its history: a loss on it can be differentiated again. */
    public static Tensor differentiablePullback(Tensor y, Tensor x, Tensor v) {
        return pullback(y, x, v, true);
    }

    private static Tensor pullback(Tensor y, Tensor x, Tensor v, boolean differentiable) {
        return Engine.call(() -> {
            if (!unwrap(y).requires_grad()) {
                return x.zerosLike();
            }
            TensorVector found = torch.grad(
                    vector(List.of(y)),
                    vector(List.of(x)),
                    vector(List.of(v)),
                    new BoolOptional(true),
                    differentiable,
                    true);
            org.bytedeco.pytorch.Tensor gradient = found.get(0);
            return gradient.defined() ? wrapCopy(gradient) : x.zerosLike();
        });
    }

    /**
     * dy/dx of a scalar y, without a history.
     *
     * @throws UsageException if y was not computed from x by recorded operations: zeros would be wrong without a message
     */
    public static Tensor gradient(Tensor y, Tensor x) {
        return single(y, x, false);
    }

    /** The same with its history: a loss on it can be differentiated again. */
    public static Tensor differentiableGradient(Tensor y, Tensor x) {
        return single(y, x, true);
    }

    private static Tensor single(Tensor y, Tensor x, boolean differentiable) {
        return Engine.call(() -> {
            if (unwrap(y).requires_grad()) {
                org.bytedeco.pytorch.Tensor gradient = torch.grad(
                                vector(List.of(y)),
                                vector(List.of(x)),
                                new TensorVector(),
                                new BoolOptional(differentiable),
                                differentiable,
                                true)
                        .get(0);
                if (gradient.defined()) {
                    return wrapCopy(gradient);
                }
            }
            throw new UsageException(
                    "A gradient was asked for with respect to something that was not part of the computation.",
                    "An energy is computed from x in operations that record it: no detach(), no way through Java values,"
                            + " and in a loss, through the drift of the potential and not by a derivative of its energy.",
                    "Write it in operations of Tensor, and take slopes from Potential.drift or trainableDrift.");
        });
    }

    /** dy/dxᵢ of a scalar y for several x; it is zero where y does not depend on xᵢ. */
    public static List<Tensor> gradients(Tensor y, List<Tensor> xs, boolean differentiable) {
        return gradients(List.of(y), new TensorVector(), xs, differentiable);
    }

    /** Σⱼ (dyⱼ/dxᵢ)ᵀ gⱼ for several tensors y with a gradient g of each; zeros for an x that no y depends on. */
    public static List<Tensor> gradients(List<Tensor> ys, List<Tensor> behind, List<Tensor> xs) {
        return gradients(ys, vector(behind), xs, false);
    }

    private static List<Tensor> gradients(
            List<Tensor> ys, TensorVector behind, List<Tensor> xs, boolean differentiable) {
        return Engine.call(() -> {
            TensorVector found =
                    torch.grad(vector(ys), vector(xs), behind, new BoolOptional(differentiable), differentiable, true);
            List<Tensor> gradients = new ArrayList<>(xs.size());
            for (int i = 0; i < xs.size(); i++) {
                org.bytedeco.pytorch.Tensor gradient = found.get(i);
                gradients.add(
                        gradient.defined() ? wrapCopy(gradient) : xs.get(i).zerosLike());
            }
            return gradients;
        });
    }
}
