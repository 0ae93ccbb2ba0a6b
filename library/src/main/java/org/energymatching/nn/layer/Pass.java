package org.energymatching.nn.layer;

import java.util.List;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * The settings of one evaluation of a network: the weights, dropout, and how to compute.
 *
 * @param weights the parameters
 * @param dropout the masks of dropout
 * @param execution precision and order of operations
 * @param twice whether the result, including the drift, may be differentiated, which excludes some faster operations
 * @param engine whether autograd computes the drift too, and so differentiates a convolution twice
 */
public record Pass(Parameters weights, Dropout dropout, Execution execution, boolean twice, boolean engine) {

    /** A pass whose drift, if any, is computed by explicit derivatives. */
    public Pass(Parameters weights, Dropout dropout, Execution execution, boolean twice) {
        this(weights, dropout, execution, twice, false);
    }

    /** The device of the parameters. */
    Device device() {
        return weights.device();
    }

    /** The parameters under a name, in the precision of this pass. */
    public Tensor weight(String name) {
        return cast(weights.get(name));
    }

    /** Values in the precision of this pass. */
    public Tensor cast(Tensor x) {
        return isBfloat16() ? x.bfloat16() : x;
    }

    /** Values in single precision again. */
    public Tensor toSingle(Tensor x) {
        return isBfloat16() ? x.rounded() : x;
    }

    /** How often the engine may differentiate the result. */
    int order() {
        return engine ? 2 : twice ? 1 : 0;
    }

    /** x with dropout at a rate by the masks of a layer's name. */
    public ValueAndPullback dropped(String name, Tensor x, double rate) {
        return dropout.mask(name, x.shape(), rate, x.device())
                .map(mask -> new ValueAndPullback(x.times(mask), List.of(mask), gradient -> gradient.times(mask)))
                .orElseGet(() -> ValueAndPullback.of(x));
    }

    /** This pass for rows from a later index on. */
    Pass from(long row) {
        return new Pass(weights, dropout.from(row), execution, twice, engine);
    }

    /** Whether this pass computes in bfloat16. */
    boolean isBfloat16() {
        return execution.precision() == Execution.Precision.BFLOAT16 && !twice;
    }
}
