package org.energymatching.nn;

import java.util.stream.Stream;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Self-attention between the pixels of a picture, added to it: x + P·attention(QKV·norm(x)).
 *
 * <p>The channels of {@code qkv} come head by head, each with its queries, keys and values (the order that
 * guided-diffusion calls legacy, and which the released weights have).
 *
 * @param name its prefix in the state dict
 * @param channels of the picture
 * @param heads how many
 */
record AttentionBlock(String name, int channels, int heads) implements Layer {

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
    public Tensor apply(Tensor x, Pass pass) {
        return Scope.around(() -> compute(x, pass));
    }

    private Tensor compute(Tensor x, Pass pass) {
        Shape shape = x.shape();
        long rows = shape.at(0);
        long pixels = shape.at(2) * shape.at(3);
        long width = channels / heads;
        Tensor tokens = Tokens.of(norm().apply(x, pass)); // (B, pixels, channels)
        Tensor qkv = linear(tokens, ".qkv", 3L * channels, pass).reshape(rows, pixels, heads, 3, width);
        Tensor parts = Tensor.result(() -> qkv.unwrap().permute(3, 0, 2, 1, 4)); // (3, B, heads, pixels, width)
        Tensor mixed = Attention.of(name, part(parts, 0), part(parts, 1), part(parts, 2), 0, pass);
        Tensor joined = Tensor.result(() -> mixed.unwrap().transpose(1, 2)).reshape(rows, pixels, channels);
        return x.plus(Tokens.picture(linear(joined, ".proj_out", channels, pass), shape.at(2), shape.at(3)));
    }

    private GroupNorm norm() {
        return new GroupNorm(name + ".norm", channels);
    }

    private Tensor linear(Tensor tokens, String layer, long out, Pass pass) {
        Tensor weight = pass.weight(name + layer + ".weight").reshape(out, channels);
        return tokens.linear(weight, pass.weight(name + layer + ".bias"));
    }

    private static Tensor part(Tensor parts, long index) {
        return Tensor.result(() -> parts.unwrap().select(0, index));
    }
}
