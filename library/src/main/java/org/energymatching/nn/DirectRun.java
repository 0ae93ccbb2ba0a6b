package org.energymatching.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.tensor.Tensor;

/**
 * What the {@link Evaluated} parts of one evaluation share: weights, the gradients that come back to them, and the tensors that
 * live until all sweeps are done.
 */
final class DirectRun implements AutoCloseable {

    private final SequenceWeights weights;
    private final Dropout dropout;
    private final boolean training;
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final List<Tensor> saved = new ArrayList<>();

    /** A run for slopes alone, or one for gradients of losses too. */
    DirectRun(SequenceWeights weights, Dropout dropout, boolean training) {
        this.weights = weights;
        this.dropout = dropout;
        this.training = training;
    }

    /** Whether the sweeps of second order will come, and what they need is to be saved. */
    boolean training() {
        return training;
    }

    Dropout dropout() {
        return dropout;
    }

    /** The weights under a key. */
    Tensor weight(String key) {
        return weights.get(key);
    }

    /** Where the gradient of the weights under a key is added up. */
    Tensor gradient(String key) {
        return gradients.computeIfAbsent(key, absent -> save(weights.zeros(absent)));
    }

    /** The gradients of the parameters, in their order. */
    List<Tensor> ofParameters() {
        return weights.ofParameters(gradients);
    }

    /** Lets a tensor live until this run is closed. */
    Tensor save(Tensor tensor) {
        saved.add(tensor.own());
        return tensor;
    }

    /** Lets a tensor live until this run is closed, if it will be trained on. */
    Tensor saveIfTraining(Tensor tensor) {
        return training ? save(tensor) : tensor;
    }

    @Override
    public void close() {
        saved.forEach(Tensor::close);
        saved.clear();
    }
}
