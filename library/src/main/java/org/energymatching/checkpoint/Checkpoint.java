package org.energymatching.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.data.Standardization;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.tensor.Device;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint: the full state of a run at one step, to use it, to resume it and to trace its origin.
 *
 * <p>Random numbers need no state: they are derived from the seed in the plan and the step.
 *
 * @param step the number of training steps
 * @param seconds the time of training
 * @param architecture the architecture of the network
 * @param weights the averaged weights for samples and energies, by name
 * @param rawWeights the weights without averaging, by name
 * @param optimizer the optimizer's moments
 * @param kept the state of objectives from one step to the next, such as replay buffers, by name
 * @param standardization the standardisation of the data, or null where they are not standardised
 * @param plan the training plan, as plain values
 * @param provenance its origin
 */
public record Checkpoint(
        long step,
        double seconds,
        Architecture architecture,
        Map<String, float[]> weights,
        Map<String, float[]> rawWeights,
        OptimizerState optimizer,
        Map<String, Samples> kept,
        @Nullable Standardization standardization,
        Map<String, Object> plan,
        Provenance provenance) {

    public Checkpoint {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        rawWeights = Collections.unmodifiableMap(new LinkedHashMap<>(rawWeights));
        kept = Map.copyOf(kept);
        plan = Collections.unmodifiableMap(new LinkedHashMap<>(plan));
    }

    /** A checkpoint of a run whose objectives have no state. */
    public Checkpoint(
            long step,
            double seconds,
            Architecture architecture,
            Map<String, float[]> weights,
            Map<String, float[]> rawWeights,
            OptimizerState optimizer,
            @Nullable Standardization standardization,
            Map<String, Object> plan,
            Provenance provenance) {
        this(step, seconds, architecture, weights, rawWeights, optimizer, Map.of(), standardization, plan, provenance);
    }

    /** The potential with the averaged weights, in the units of training. */
    public Potential potential() {
        return Potential.of(network());
    }

    /** The same on a device. */
    public Potential potential(Device device) {
        return Potential.of(network(device));
    }

    /** The network with the averaged weights; the caller closes it, or leaves it to the garbage collector. */
    public Network network() {
        return network(Device.cpu());
    }

    /** The same on a device. */
    public Network network(Device device) {
        return new Network(architecture, Parameters.of(architecture.parameters(), weights, device));
    }

    /** Reads the checkpoint in a folder, after checking every file against its recorded length and SHA-256. */
    public static Checkpoint read(Path folder) {
        return new CheckpointFolder(folder).read(null);
    }

    /** Reads a checkpoint of a user's architecture, which this library cannot build from its description. */
    public static Checkpoint read(Path folder, Architecture architecture) {
        return new CheckpointFolder(folder).read(architecture);
    }

    /** Writes it to a new folder atomically. */
    public void write(Path folder) {
        new CheckpointFolder(folder).write(this);
    }

    /** As in {@code Checkpoint(step 22000, 197889 parameters)}. */
    @Override
    public String toString() {
        long size = weights.values().stream().mapToLong(values -> values.length).sum();
        return "Checkpoint(step " + step + ", " + size + " parameters)";
    }
}
