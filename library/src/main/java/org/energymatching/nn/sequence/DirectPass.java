package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.nn.Dropout;
import org.energymatching.tensor.Tensor;

/**
 * What the {@link Linearization}s of one evaluation share: the weights, and the tensors that live until all derivatives are
 * computed.
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

    /** Whether second-order derivatives will follow, and what they need is to be saved. */
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
        return weights.gradient(key);
    }

    /** Lets a tensor live until this pass is closed. */
    Tensor save(Tensor tensor) {
        saved.add(tensor.own());
        return tensor;
    }

    /** Lets a tensor live until this pass is closed, if second-order derivatives will follow. */
    Tensor saveIfTraining(Tensor tensor) {
        return training ? save(tensor) : tensor;
    }

    @Override
    public void close() {
        saved.forEach(Tensor::close);
        saved.clear();
    }
}
