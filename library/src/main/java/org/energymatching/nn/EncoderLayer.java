package org.energymatching.nn;

import java.util.stream.Stream;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A layer of a transformer encoder that normalises after each of its two parts (Vaswani et al. 2017), with GELU and four
 * times as many hidden units as a token has numbers.
 *
 * <pre>x ← norm₁(x + drop(attention(x)));   x ← norm₂(x + drop(W₂ drop(gelu(W₁ x))))</pre>
 *
 * @param name its prefix in the state dict
 * @param width the length of a token
 * @param heads of attention
 * @param dropout the rate of units left out in training
 */
record EncoderLayer(String name, int width, int heads, double dropout) implements Layer {

    @Override
    public Stream<ParameterSpec> parameters() {
        Stream<ParameterSpec> attention = Stream.of(
                new ParameterSpec(
                        name + ".self_attn.in_proj_weight", Shape.of(3L * width, width), Math.sqrt(1.5 / width)),
                ParameterSpec.constant(name + ".self_attn.in_proj_bias", Shape.of(3L * width), 0),
                new ParameterSpec(name + ".self_attn.out_proj.weight", Shape.of(width, width), 1 / Math.sqrt(width)),
                ParameterSpec.constant(name + ".self_attn.out_proj.bias", Shape.of(width), 0));
        return Stream.concat(
                attention, Stream.of(widen(), narrow(), norm(1), norm(2)).flatMap(Layer::parameters));
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        return Scope.around(() -> compute(x, pass));
    }

    private Tensor compute(Tensor x, Pass pass) {
        Dropout drop = pass.dropout();
        Tensor attended = drop.apply(name + ".dropout1", attention(x, pass), dropout);
        Tensor h = norm(1).apply(x.plus(attended), pass);
        Tensor hidden = drop.apply(name + ".dropout", widen().apply(h, pass).gelu(), dropout);
        Tensor fed = drop.apply(name + ".dropout2", narrow().apply(hidden, pass), dropout);
        return norm(2).apply(h.plus(fed), pass);
    }

    private Tensor attention(Tensor x, Pass pass) {
        Shape shape = x.shape();
        Tensor qkv = x.linear(
                        pass.weight(name + ".self_attn.in_proj_weight"), pass.weight(name + ".self_attn.in_proj_bias"))
                .reshape(shape.at(0), shape.at(1), 3, heads, width / heads);
        Tensor parts = Tensor.result(() -> qkv.unwrap().permute(2, 0, 3, 1, 4)); // (3, B, heads, n, d)
        Tensor mixed = Attention.of(name + ".self_attn", part(parts, 0), part(parts, 1), part(parts, 2), dropout, pass);
        Tensor joined = Tensor.result(() -> mixed.unwrap().transpose(1, 2)).reshape(shape.at(0), shape.at(1), width);
        return joined.linear(
                pass.weight(name + ".self_attn.out_proj.weight"), pass.weight(name + ".self_attn.out_proj.bias"));
    }

    private static Tensor part(Tensor parts, long index) {
        return Tensor.result(() -> parts.unwrap().select(0, index));
    }

    private Linear widen() {
        return new Linear(name + ".linear1", width, 4 * width);
    }

    private Linear narrow() {
        return new Linear(name + ".linear2", 4 * width, width);
    }

    private LayerNorm norm(int number) {
        return new LayerNorm(name + ".norm" + number, width);
    }
}
