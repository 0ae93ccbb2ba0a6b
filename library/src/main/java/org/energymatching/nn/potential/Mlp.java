package org.energymatching.nn.potential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Description;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.Tape;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A multilayer perceptron from d numbers to one energy: linear layers with activations between them.
 *
 * <pre>V(x) = w · a(W_n … a(W_2 a₁(W_1 x + b_1) + b_2) … + b_n) + b</pre>
 *
 * <p>The paper's 2-D network is {@code Mlp.of(2, 256, 256, 256, 256).first(RELU)}. Layers are initialised as in PyTorch:
 * uniform in ±1/√(inputs of the layer).
 *
 * @param inputs d
 * @param widths the sizes of the hidden layers
 * @param first the activation a₁ after the first layer
 * @param activation the activation a after every other hidden layer
 * @param precision of drifts for samplers and negatives; energies and training have single precision, and it is no part of the
 *     model
 */
public record Mlp(
        int inputs, List<Integer> widths, Activation first, Activation activation, Execution.Precision precision)
        implements Architecture {

    public Mlp {
        widths = List.copyOf(widths);
        if (inputs < 1 || widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
            throw new UsageException(
                    "A network of " + inputs + " inputs and hidden layers " + widths + " was asked for.",
                    "A perceptron has at least one input and one hidden layer, each of at least one unit.",
                    "Choose for example 2 inputs and the widths [256, 256, 256, 256].");
        }
    }

    /** A perceptron in single precision. */
    public Mlp(int inputs, List<Integer> widths, Activation first, Activation activation) {
        this(inputs, widths, first, activation, Execution.Precision.SINGLE);
    }

    /** A perceptron with these hidden layers and SiLU everywhere. */
    public static Mlp of(int inputs, int... widths) {
        return new Mlp(inputs, Arrays.stream(widths).boxed().toList(), Activation.SILU, Activation.SILU);
    }

    /** This network with another activation after its first layer. */
    public Mlp first(Activation other) {
        return new Mlp(inputs, widths, other, activation, precision);
    }

    /** This network with drifts in another precision. */
    public Mlp with(Execution.Precision other) {
        return new Mlp(inputs, widths, first, activation, other);
    }

    @Override
    public Shape inputShape() {
        return Shape.of(inputs);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        int from = inputs;
        for (int layer = 0; layer <= widths.size(); layer++) {
            int to = layer < widths.size() ? widths.get(layer) : 1;
            double bound = 1 / Math.sqrt(from);
            specs.add(new ParameterSpec(weight(layer), Shape.of(to, from), bound));
            specs.add(new ParameterSpec(bias(layer), Shape.of(to), bound));
            from = to;
        }
        return specs;
    }

    @Override
    public Tensor energy(Tensor x, Parameters parameters) {
        return output(x, parameters).reshape(-1);
    }

    /** The output of the last layer, a column for each row of x. */
    Tensor output(Tensor x, Parameters parameters) {
        Tensor h = x.transpose(); // points as columns, for which matrix products are fastest
        for (int layer = 0; layer < widths.size(); layer++) {
            h = activation(layer).apply(before(layer, h, parameters));
        }
        return before(widths.size(), h, parameters);
    }

    /**
     * By explicit derivatives: the same numbers up to rounding as by autograd, without a graph.
     *
     * <pre>z_l = W_l h_(l-1) + b_l,  h_l = a_l(z_l);   g_n = w,  g_(l-1) = W_lᵀ (g_l ∘ a_l'(z_l));   -∇V = -g_0</pre>
     */
    @Override
    public Tensor drift(Tensor x, Parameters parameters) {
        int last = widths.size();
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> z = new ArrayList<>();
        Tensor h = inPrecision(x.detach()).transpose();
        for (int layer = 0; layer < last; layer++) {
            weights.add(inPrecision(parameters.get(weight(layer))));
            z.add(Tensor.affine(weights.get(layer), h, inPrecision(parameters.get(bias(layer)))));
            h = activation(layer).apply(z.get(layer));
        }
        Tensor gradient = inPrecision(parameters.get(weight(last)))
                .transpose()
                .expand(widths.get(last - 1), x.shape().at(0));
        for (int layer = last - 1; layer >= 0; layer--) {
            Tensor through = activation(layer).backward(gradient, z.get(layer));
            gradient = weights.get(layer).transpose().matmul(through);
        }
        Tensor drift = gradient.transpose().negate();
        return precision == Execution.Precision.SINGLE ? drift : drift.rounded();
    }

    /** The numbers in the precision of drifts. */
    private Tensor inPrecision(Tensor x) {
        return precision == Execution.Precision.SINGLE ? x : x.bfloat16();
    }

    @Override
    public boolean gainsFromWideBlocks() {
        return true;
    }

    @Override
    public boolean isSmooth() {
        return first != Activation.RELU && (activation != Activation.RELU || widths.size() == 1);
    }

    @Override
    public Tape tape(Parameters trainable, Dropout dropout) {
        return new MlpTape(this, trainable, dropout);
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "mlp");
        description.put("inputs", inputs);
        description.put("widths", widths);
        description.put("first", first.name().toLowerCase(Locale.ROOT));
        description.put("activation", activation.name().toLowerCase(Locale.ROOT));
        return description;
    }

    static Mlp from(Description description) {
        return new Mlp(
                description.integer("inputs"),
                description.integers("widths"),
                activation(description.word("first")),
                activation(description.word("activation")));
    }

    private static Activation activation(String name) {
        return Activation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** W h + b of a layer, before its activation. */
    private static Tensor before(int layer, Tensor h, Parameters parameters) {
        return Tensor.affine(parameters.get(weight(layer)), h, parameters.get(bias(layer)));
    }

    Activation activation(int layer) {
        return layer == 0 ? first : activation;
    }

    private static String weight(int layer) {
        return "layers." + layer + ".weight";
    }

    private static String bias(int layer) {
        return "layers." + layer + ".bias";
    }
}
