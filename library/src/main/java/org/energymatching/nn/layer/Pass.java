package org.energymatching.nn.layer;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Tensor;

/**
 * One evaluation of a network: the weights, the units that are dropped, and how to compute.
 *
 * @param weights the parameters
 * @param dropout which units are left out
 * @param execution precision and order of operations
 * @param twice whether what comes out may be differentiated, the drift included, which rules out some faster operations
 * @param engine whether autograd differentiates for the drift too, and then differentiates a convolution twice
 */
public record Pass(Parameters weights, Dropout dropout, Execution execution, boolean twice, boolean engine) {

    /** A pass whose drift, if any, is computed by the chain rule written out. */
    public Pass(Parameters weights, Dropout dropout, Execution execution, boolean twice) {
        this(weights, dropout, execution, twice, false);
    }

    /** Where the parameters are. */
    Device device() {
        return weights.device();
    }

    /** The parameters under a name, in the precision of this pass. */
    public Tensor weight(String name) {
        return cast(weights.get(name));
    }

    /** Values in the precision of this pass. */
    public Tensor cast(Tensor x) {
        return isBfloat16() ? result(() -> unwrap(x).to(ScalarType.BFloat16)) : x;
    }

    /** Values in single precision again. */
    public Tensor toSingle(Tensor x) {
        return isBfloat16() ? result(() -> unwrap(x).to(ScalarType.Float)) : x;
    }

    /** How often the engine may differentiate what comes out. */
    int order() {
        return engine ? 2 : twice ? 1 : 0;
    }

    /** x with units left out at a rate by the masks of a layer's name. */
    public ValueAndPullback dropped(String name, Tensor x, double rate) {
        return dropout.mask(name, x.shape(), rate, x.device())
                .map(mask -> new ValueAndPullback(x.times(mask), List.of(mask), gradient -> gradient.times(mask)))
                .orElseGet(() -> ValueAndPullback.of(x));
    }

    /** This pass over rows that begin so much later. */
    Pass from(long row) {
        return new Pass(weights, dropout.from(row), execution, twice, engine);
    }

    /** Whether this pass computes in bfloat16. */
    boolean isBfloat16() {
        return execution.precision() == Execution.Precision.BFLOAT16 && !twice;
    }
}
