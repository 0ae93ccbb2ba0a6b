package org.energymatching.cli.run;

import org.energymatching.Potential;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.condition.Conditions;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.tensor.Shape;

/** The network of a configuration, with its execution. */
public final class NetworkChoice {

    private NetworkChoice() {}

    /** The network for points of this shape, as training computes it. */
    static Architecture of(RunConfig config, Shape shape, Conditions conditions) {
        Architecture network = config.network().architecture(shape, conditions);
        if (network instanceof ImagePotential image && config.network() instanceof ImageNetworkConfig choice) {
            Execution execution = choice.chainPrecision().execution();
            return image.with(config.run().activationCheckpointing() ? execution.activationCheckpointing() : execution);
        }
        return network;
    }

    /** The run with drifts in this precision; the potential of rows of numbers has only single precision. */
    public static TrainedRun computing(TrainedRun run, Precision precision) {
        Checkpoint checkpoint = run.checkpoint();
        if (!(checkpoint.architecture() instanceof ImagePotential image)) {
            return run;
        }
        Architecture architecture = image.with(precision.execution());
        Parameters parameters = Parameters.of(
                architecture.parameters(), checkpoint.weights(), run.potential().device());
        return run.with(Potential.of(new Network(architecture, parameters)));
    }
}
