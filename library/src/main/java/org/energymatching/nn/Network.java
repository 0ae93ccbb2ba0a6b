package org.energymatching.nn;

import java.util.Map;
import org.energymatching.description.Descriptions;
import org.energymatching.description.SelfDescribing;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * An architecture with parameters: V(x) as a function, and the owner of its native memory.
 *
 * @param architecture how it computes
 * @param parameters what it computes with; closed with this network
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

    /** -∇V(x) for each row with its graph, nothing left out: it can be differentiated once more. */
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
