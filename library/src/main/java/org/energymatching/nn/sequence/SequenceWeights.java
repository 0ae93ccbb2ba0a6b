package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * The weights of a {@link SequencePotential} in the form that its parts use: parameters transposed, scaled, multiplied
 * together, and combined with the time embedding.
 *
 * <p>They are functions of the parameters only, of few numbers, which the engine differentiates.
 */
final class SequenceWeights implements Parameters.Derived {

    private final Parameters parameters;
    private final Tensor embedding;
    private final List<Tensor> shared = new ArrayList<>();
    private final Map<String, Tensor> recorded = new LinkedHashMap<>();
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();

    /**
     * No weights yet; their computation is recorded where the parameters are trainable.
     *
     * @param embedding silu of the time embedding
     */
    SequenceWeights(Parameters parameters, Supplier<Tensor> embedding) {
        this.parameters = parameters;
        this.embedding = owned(embedding);
    }

    /** The weights of a network. */
    static SequenceWeights of(SequenceNet net, Parameters parameters) {
        SequenceWeights weights = new SequenceWeights(parameters, () -> net.embedding(parameters));
        net.prepare(weights);
        return weights;
    }

    Parameters parameters() {
        return parameters;
    }

    /** silu of the time embedding, from which weights are computed. */
    Tensor embedding() {
        return embedding;
    }

    /** A common input of several weights, with its history, which is kept as long as they are. */
    Tensor shared(Supplier<Tensor> made) {
        Tensor value = owned(made);
        shared.add(value);
        return value;
    }

    /** Adds weights under a key. */
    void add(String key, Supplier<Tensor> made) {
        Tensor value = owned(made);
        recorded.put(key, value);
        values.put(key, owned(value::detach));
    }

    /** The weights under a key, without a history. */
    Tensor get(String key) {
        return found(values, key);
    }

    /** The sum of the gradient of the weights under a key, from zero. */
    Tensor gradient(String key) {
        return gradients.computeIfAbsent(
                key, absent -> owned(() -> Tensor.zeros(get(absent).shape())));
    }

    /** The gradients of the parameters, in their order, from those of the weights. */
    List<Tensor> ofParameters() {
        if (gradients.isEmpty()) {
            return parameters.leaves().stream()
                    .map(leaf -> Tensor.zeros(leaf.shape()))
                    .toList();
        }
        return Autodiff.gradients(
                gradients.keySet().stream().map(key -> found(recorded, key)).toList(),
                List.copyOf(gradients.values()),
                parameters.leaves());
    }

    /** A contiguous copy with the axes in this order. */
    static Tensor rearranged(Tensor x, long... axes) {
        return result(() -> unwrap(x).permute(axes).contiguous());
    }

    private static Tensor owned(Supplier<Tensor> made) {
        try (Scope scope = Scope.open()) {
            return made.get().own();
        }
    }

    private static Tensor found(Map<String, Tensor> tensors, String key) {
        Tensor tensor = tensors.get(key);
        if (tensor == null) {
            throw new IllegalArgumentException("no weights under " + key);
        }
        return tensor;
    }

    @Override
    public void close() {
        embedding.close();
        shared.forEach(Tensor::close);
        gradients.values().forEach(Tensor::close);
        recorded.values().forEach(Tensor::close);
        values.values().forEach(Tensor::close);
    }
}
