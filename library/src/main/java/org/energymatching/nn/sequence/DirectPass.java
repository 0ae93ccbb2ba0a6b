package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.nn.Dropout;
import org.energymatching.tensor.Tensor;

/**
 * The shared state of the {@link Linearization}s of one evaluation: the weights, and the tensors that are kept until all
 * derivatives are computed.
 */
final class DirectPass implements AutoCloseable {

    private final SequenceWeights weights;
    private final Dropout dropout;
    private final boolean training;
    private final List<Tensor> saved = new ArrayList<>();

    /**
     * No tensors saved yet.
     *
     * @param training whether second-order derivatives will follow
     */
    DirectPass(SequenceWeights weights, Dropout dropout, boolean training) {
        this.weights = weights;
        this.dropout = dropout;
        this.training = training;
    }

    /** Whether second-order derivatives will be computed, so that their inputs must be saved. */
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

    /** The sum of the gradient of the weights under a key. */
    Tensor gradient(String key) {
        return weights.gradient(key);
    }

    /** Keeps a tensor until this pass is closed. */
    Tensor save(Tensor tensor) {
        saved.add(tensor.own());
        return tensor;
    }

    /** Keeps a tensor until this pass is closed, if second-order derivatives will be computed. */
    Tensor saveIfTraining(Tensor tensor) {
        return training ? save(tensor) : tensor;
    }

    @Override
    public void close() {
        saved.forEach(Tensor::close);
        saved.clear();
    }
}
