package org.energymatching.nn;

import java.util.Map;
import org.energymatching.description.Descriptions;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A network: an architecture with its parameters, which owns their native memory.
 *
 * @param architecture how it computes
 * @param parameters its parameters; closed with this network
 */
public record Network(Architecture architecture, Parameters parameters) implements AutoCloseable, SelfDescribing {

    /** The architecture and a digest of the parameters. */
    @Override
    public Map<String, Object> description() {
        return Map.of(
                "type",
                "Network",
                "architecture",
                architecture.description(),
                "digest",
                Descriptions.digest(parameters.flat().floats()));
    }

    /** V for each row: (B, …) to (B); nothing is recorded for the parameters. */
    public Tensor energy(Tensor x) {
        return architecture.energy(x, parameters);
    }

    /** -∇V(x) for each row, detached: (B, …) to (B, …). */
    public Tensor drift(Tensor x) {
        return architecture.drift(x, parameters);
    }

    /** -∇V(x) for each row with its graph, without dropout; it can be differentiated again. */
    public Tensor trainableDrift(Tensor x) {
        return architecture.trainableDrift(x, parameters, Dropout.none());
    }

    /** The shape of one x. */
    public Shape inputShape() {
        return architecture.inputShape();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
