package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.Activation;
import org.energymatching.nn.ParameterSpec;
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
public record EncoderLayer(String name, int width, int heads, double dropout) implements Layer {

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
    public ValueAndPullback trace(Tensor x, Pass pass) {
        return ValueAndPullback.within(() -> computed(x, pass));
    }

    private ValueAndPullback computed(Tensor x, Pass pass) {
        ValueAndPullback start = ValueAndPullback.of(x);
        ValueAndPullback h = start.plus(start.then(y -> attention(y, pass)).then(y -> drop(".dropout1", y, pass)))
                .then(y -> norm(1).trace(y, pass));
        ValueAndPullback fed = h.then(y -> widen().trace(y, pass))
                .then(y -> Elementwise.trace(Activation.GELU, y, pass))
                .then(y -> drop(".dropout", y, pass))
                .then(y -> narrow().trace(y, pass))
                .then(y -> drop(".dropout2", y, pass));
        return h.plus(fed).then(y -> norm(2).trace(y, pass));
    }

    private ValueAndPullback attention(Tensor x, Pass pass) {
        return Linear.apply(
                        x,
                        pass.weight(name + ".self_attn.in_proj_weight"),
                        pass.weight(name + ".self_attn.in_proj_bias"))
                .then(y -> Attention.of(y, name + ".self_attn", heads, Attention.Order.PARTS_FIRST, dropout, pass))
                .then(y -> Linear.apply(
                        y,
                        pass.weight(name + ".self_attn.out_proj.weight"),
                        pass.weight(name + ".self_attn.out_proj.bias")));
    }

    private ValueAndPullback drop(String part, Tensor x, Pass pass) {
        return pass.dropped(name + part, x, dropout);
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
