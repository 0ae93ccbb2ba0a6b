package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Self-attention between the pixels of an image with a residual connection: x + P·attention(QKV·norm(x)).
 *
 * <p>The channels of {@code qkv} are ordered head by head, each with its queries, keys and values (the order that
 * guided-diffusion calls legacy, and which the released weights have).
 *
 * @param name its prefix in the state dict
 * @param channels of the image
 * @param heads how many
 */
public record AttentionBlock(String name, int channels, int heads) implements Layer {

    @Override
    public Stream<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(channels);
        return Stream.concat(
                norm().parameters(),
                Stream.of(
                        new ParameterSpec(name + ".qkv.weight", Shape.of(3L * channels, channels, 1), bound),
                        new ParameterSpec(name + ".qkv.bias", Shape.of(3L * channels), bound),
                        ParameterSpec.constant(name + ".proj_out.weight", Shape.of(channels, channels, 1), 0),
                        ParameterSpec.constant(name + ".proj_out.bias", Shape.of(channels), 0)));
    }

    @Override
    public ValueAndPullback trace(Tensor x, Pass pass) {
        long height = x.shape().at(2);
        long width = x.shape().at(3);
        return ValueAndPullback.within(() -> added(ValueAndPullback.of(x), height, width, pass));
    }

    private ValueAndPullback added(ValueAndPullback start, long height, long width, Pass pass) {
        return start.plus(start.then(y -> norm().trace(y, pass))
                .then(y -> ValueAndPullback.of(Tokens.of(y), gradient -> Tokens.picture(gradient, height, width)))
                .then(y -> linear(y, ".qkv", 3L * channels, pass))
                .then(y -> Attention.of(y, name, heads, Attention.Order.HEADS_FIRST, 0, pass))
                .then(y -> linear(y, ".proj_out", channels, pass))
                .then(y -> ValueAndPullback.of(Tokens.picture(y, height, width), Tokens::of)));
    }

    private GroupNorm norm() {
        return new GroupNorm(name + ".norm", channels);
    }

    private ValueAndPullback linear(Tensor tokens, String layer, long out, Pass pass) {
        return Linear.apply(
                tokens,
                pass.weight(name + layer + ".weight").reshape(out, channels),
                pass.weight(name + layer + ".bias"));
    }
}
