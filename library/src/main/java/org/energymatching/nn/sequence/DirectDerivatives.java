package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.InferenceMode;
import org.energymatching.nn.Dropout;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The derivatives of V(x) = s Σ_l net(x)_l from the {@link Linearization} of its network.
 *
 * @param potential V
 */
record DirectDerivatives(SequencePotential potential) {

    /** -∇V(x), detached: (B, length) or (B, length, 1) to the same shape. */
    Tensor drift(Tensor x, Parameters parameters) {
        SequenceNet net = potential.net();
        SequenceWeights weights =
                parameters.derived(potential, SequenceWeights.class, () -> SequenceWeights.of(net, parameters));
        Tensor drift = Tensor.zeros(x.shape());
        try (InferenceMode unrecorded = new InferenceMode(true);
                DirectPass pass = new DirectPass(weights, Dropout.none(), false);
                Scope scope = Scope.open()) {
            Tensor found = drift(net.linearize(potential.positions(x.detach()), pass), x.shape());
            unwrap(drift).copy_(unwrap(found));
        }
        return drift;
    }

    /** -∇V in the shape of x, from the network at x. */
    Tensor drift(Linearization net, Shape shape) {
        Tensor drift = net.vjp(Tensor.ones(net.value().shape()).times(-potential.scale()));
        return drift.reshape(potential.length(), -1).transpose().reshape(shape.extents());
    }

    /** Adds dL/dθ to the gradients of the weights, from dL/dV, (B). */
    void backwardFromEnergies(Linearization net, Tensor gradient) {
        long rows = gradient.shape().at(0);
        net.secondOrderVjp(gradient.times(potential.scale())
                .reshape(1, rows)
                .expand(potential.length(), rows)
                .reshape(-1, 1));
    }

    /** Adds dL/dθ to the gradients of the weights, from dL/d(-∇V), in the shape of x; to be called after {@link #drift}. */
    void backwardFromDrifts(Linearization net, Tensor gradient) {
        net.jvp(potential.positions(gradient));
        net.secondOrderVjp(Tensor.zeros(net.value().shape()));
    }
}
