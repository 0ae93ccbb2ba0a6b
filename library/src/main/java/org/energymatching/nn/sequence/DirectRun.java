package org.energymatching.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.nn.Dropout;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What the {@link Evaluated} parts of one evaluation share: weights, and the tensors that live until all sweeps are done. */
public final class DirectRun implements AutoCloseable {

    /** Sums of many exponentials of less than this are far from the end of what floats hold. */
    private static final double TAME = 60;

    private static final long LEAST_ONES = 1024;

    private final SequenceWeights weights;
    private final Dropout dropout;
    private final boolean training;
    private final List<Tensor> saved = new ArrayList<>();
    private @Nullable Tensor ones;

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

    /** Whether the weights under a key make of rows of length 1 no number that the exponential would be too large of. */
    boolean tame(String key) {
        return weights.longestColumn(key) < TAME;
    }

    /** Where the gradient of the weights under a key is added up. */
    Tensor gradient(String key) {
        return weights.gradient(key);
    }

    /** At least so many ones. */
    Tensor ones(long count) {
        if (ones == null || ones.unwrap().numel() < count) {
            ones = save(Tensor.ones(Shape.of(Math.max(count, LEAST_ONES))));
        }
        return ones;
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
