package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.energymatching.nn.Activation;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Activation} and its derivatives, element by element.
 *
 * <pre>
 * SiLU: y = zσ, y' = y + σ (1 - y), y'' = (1 - σ)(2y' - y)     ReLU: y' = [z > 0], y'' = 0
 * GELU: y = zΦ, y' = Φ + zφ, y'' = φ (2 - z²)     softplus: y' = σ, y'' = σ (1 - σ)     tanh: y' = 1 - y², y'' = -2yy'
 * </pre>
 *
 * @param value y
 * @param first y'
 * @param second y'', computed on demand; null where it is zero
 */
public record Derivatives(Tensor value, Tensor first, Supplier<@Nullable Tensor> second) {

    private static final Constant ONE = Constant.of(new float[] {1}, Shape.of());
    private static final double INVERSE_ROOT_OF_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    /** Those at z. */
    public static Derivatives of(Activation activation, Tensor z) {
        return switch (activation) {
            case SILU -> silu(z);
            case RELU -> new Derivatives(z.relu(), z.moreThan(0).indicator(), () -> null);
            case GELU -> gelu(z);
            case SOFTPLUS -> {
                Tensor sigma = z.sigmoid();
                yield new Derivatives(z.softplus(), sigma, () -> sigma.minus(sigma.square()));
            }
            case TANH -> {
                Tensor y = z.tanh();
                Tensor first = y.square().negate().plus(1);
                yield new Derivatives(y, first, () -> y.times(first).times(-2));
            }
        };
    }

    private static Derivatives silu(Tensor z) {
        Tensor sigma = z.sigmoid();
        Tensor y = z.times(sigma);
        Tensor first = towardsOne(y, sigma);
        return new Derivatives(
                y,
                first,
                () -> result(() -> {
                    var less = unwrap(y).sub(unwrap(first), new Scalar(2.0)); // y - 2y'
                    return unwrap(sigma).mul(less).sub_(less);
                }));
    }

    /** y + σ (1 - y), SiLU's first derivative, in one pass that can be differentiated. */
    static Tensor towardsOne(Tensor y, Tensor sigma) {
        Tensor one = ONE.on(y.device());
        return result(() -> unwrap(y).lerp(unwrap(one), unwrap(sigma)));
    }

    private static Derivatives gelu(Tensor z) {
        Tensor squared = z.square();
        Tensor density = squared.times(-0.5).exp().times(INVERSE_ROOT_OF_TWO_PI);
        Tensor share = result(() -> unwrap(z).mul(new Scalar(Math.sqrt(0.5))).erf_())
                .plus(1)
                .times(0.5);
        return new Derivatives(
                z.times(share),
                z.times(density).plus(share),
                () -> density.times(squared.negate().plus(2)));
    }
}
