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
 * Everything that a run is at one step: what is needed to use it, to resume it and to know where it comes from.
 *
 * <p>Randomness needs no state of its own: it is derived from the seed in the plan and the step.
 *
 * @param step how many steps were trained
 * @param seconds how long that took
 * @param architecture how the network computes
 * @param weights the averaged weights, which samples and energies are made with, by name
 * @param rawWeights the weights as the optimizer left them, by name
 * @param optimizer the optimizer's moments
 * @param kept what objectives keep from one step to the next, such as chains that go on, by name
 * @param standardization what data were divided by, or null where they were taken as they are
 * @param plan the plan that it was trained by, as plain values
 * @param provenance where it comes from
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

    /** One of a run whose objectives keep nothing. */
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

    /** The potential, with the averaged weights. In the units that the network was trained in. */
    public Potential potential() {
        return Potential.of(network());
    }

    /** The same on a device. */
    public Potential potential(Device device) {
        return Potential.of(network(device));
    }

    /** The network with the averaged weights; its owner closes it, or leaves it to the garbage collector. */
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

    /** Reads a checkpoint of an architecture of your own, whose description this library cannot know. */
    public static Checkpoint read(Path folder, Architecture architecture) {
        return new CheckpointFolder(folder).read(architecture);
    }

    /** Writes it to a new folder, whole or not at all. */
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
