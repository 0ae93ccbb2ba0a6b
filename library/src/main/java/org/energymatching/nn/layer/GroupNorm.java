package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Group normalisation: each of 32 groups of channels is standardised to mean 0 and deviation 1, then scaled and shifted channel
 * by channel (Wu, He 2018).
 *
 * <pre>
 * y = r w x + (b - r w m),   m and 1/r² the mean and the variance of the group of N numbers;   back, from g = dV/dy:
 * dV/dx = r w g + p x + q,   p = -r² mean(w g (x - m) r),   q = -p m - r mean(w g)
 * </pre>
 *
 * <p>It is computed with x minus its rounded mean in place of x, and in both directions needs only sums over pixels and a few
 * passes over the image, in any memory layout; the engine's own operation has a slow pullback for channels-last layouts, and a
 * second derivative of many parts.
 *
 * @param name its prefix in the state dict
 * @param channels of the image, a multiple of 32
 */
public record GroupNorm(String name, int channels) implements Layer {

    public static final int GROUPS = 32;
    private static final double STABILITY = 1e-5;

    @Override
    public Stream<ParameterSpec> parameters() {
        return Stream.of(
                ParameterSpec.constant(name + ".weight", Shape.of(channels), 1),
                ParameterSpec.constant(name + ".bias", Shape.of(channels), 0));
    }

    @Override
    public ValueAndPullback trace(Tensor x, Pass pass) {
        if (!pass.execution().analytic()) {
            return ValueAndPullback.of(eager(x, pass), gradient -> {
                throw new IllegalStateException("eager execution is differentiated by autograd");
            });
        }
        Tensor weight = pass.weights().get(name + ".weight").reshape(GROUPS, -1);
        Tensor bias = pass.weights().get(name + ".bias").reshape(GROUPS, -1);
        double share = GROUPS / ((double) x.shape().at(2) * x.shape().at(3) * channels);
        // Two passes: the mean of squares of numbers far from zero loses their variance.
        // In bfloat16 a number far from its deviation has no digits of it anyway, and a difference would be rounded
        // once more.
        Tensor centred = pass.isBfloat16() ? x : x.minus(picture(grouped(pixelSum(x), share), pass));
        Tensor mean = grouped(pixelSum(centred), share); // except in bfloat16, this is the rest of rounding
        Tensor square = grouped(pixelSum(centred.times(centred)), share);
        Tensor variance = less(square, mean, mean).relu(); // for equal numbers, rounding could make it negative
        Tensor r = result(() -> unwrap(variance.plus(STABILITY)).rsqrt());
        Tensor gain = r.times(weight);
        Tensor y = combined(less(bias, gain, mean), centred, gain, pass);
        return new ValueAndPullback(y, List.of(centred, weight, mean, r, gain), gradient -> {
            Tensor first = grouped(pixelSum(gradient).times(weight), share);
            Tensor second = grouped(pixelSum(gradient.times(centred)).times(weight), share);
            Tensor p = less(second, mean, first).times(r.times(r).times(r).negate());
            Tensor q = less(p.times(mean).negate(), r, first);
            return combined(combined(q, gradient, gain, pass), centred, p, pass);
        });
    }

    private Tensor eager(Tensor x, Pass pass) {
        return result(() -> torch.group_norm(
                unwrap(x),
                GROUPS,
                new TensorOptional(unwrap(pass.weight(name + ".weight"))),
                new TensorOptional(unwrap(pass.weight(name + ".bias"))),
                STABILITY,
                false));
    }

    /** The sum over the pixels of each channel, in single precision: (B, C, H, W) to (B, 32, C/32). */
    private Tensor pixelSum(Tensor x) {
        return result(() -> unwrap(x)
                .sum(new long[] {2, 3}, false, new ScalarTypeOptional(ScalarType.Float))
                .view(-1, GROUPS, channels / GROUPS));
    }

    /** A share of the sum over the channels of each group: (B, 32, C/32) to (B, 32, 1). */
    private Tensor grouped(Tensor perChannel, double share) {
        Tensor sum = channels == GROUPS
                ? perChannel
                : result(() -> unwrap(perChannel).sum(new long[] {2}, true, new ScalarTypeOptional()));
        return sum.times(share);
    }

    /** a - b · c. */
    private static Tensor less(Tensor a, Tensor b, Tensor c) {
        return result(() -> torch.addcmul(unwrap(a), unwrap(b), unwrap(c), new Scalar(-1)));
    }

    /** base + x · factor, base an image, or, like the factor, a number for each channel or group of each row. */
    private Tensor combined(Tensor base, Tensor x, Tensor factor, Pass pass) {
        return result(() -> torch.addcmul(unwrap(picture(base, pass)), unwrap(x), unwrap(picture(factor, pass))));
    }

    private Tensor picture(Tensor values, Pass pass) {
        Shape shape = values.shape();
        return shape.rank() == 4
                ? values
                : pass.cast(values)
                        .expand(shape.at(0), GROUPS, channels / GROUPS)
                        .reshape(shape.at(0), channels, 1, 1);
    }
}
