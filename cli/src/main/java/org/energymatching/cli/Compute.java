package org.energymatching.cli;

import java.util.Optional;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Cores;
import org.energymatching.tensor.engine.Devices;
import org.jspecify.annotations.Nullable;

/**
 * The threads and the device: those of the command line, or else of the configuration, or else the defaults of the machine.
 *
 * @param threads {@code --threads}; null for the default
 * @param device {@code --device}; null for the default
 */
public record Compute(@Nullable Integer threads, @Nullable String device) {

    /** Throws an error for numbers of threads that are not positive. */
    public Compute {
        if (threads != null && threads < 1) {
            throw new UsageException(
                    "The work was to be done by " + threads + " threads.",
                    "One thread or more was expected.",
                    "Choose for example --threads 1, or leave it out.");
        }
    }

    /**
     * Sets the number of threads; it has an effect if nothing was computed yet.
     *
     * @param configured {@code run.threads}; 0 for the default
     */
    public void settle(int configured) {
        int chosen = threads != null ? threads : configured;
        if (chosen > 0) {
            System.setProperty(Workers.THREADS, Integer.toString(chosen));
        }
    }

    /**
     * Sets the number of threads for long work on the processor: if none is given, the cores are measured.
     *
     * @param configured {@code run.threads}; 0 for the default
     * @return the measurement; empty if a number was given, or measured before in this process
     */
    public Optional<Cores> settleForTraining(int configured) {
        settle(configured);
        if (System.getProperty(Workers.THREADS) != null) {
            return Optional.empty();
        }
        Cores cores = Cores.measure();
        System.setProperty(Workers.THREADS, Integer.toString(cores.threads()));
        return Optional.of(cores);
    }

    /** The device, with the settings of the configuration. */
    public Device device(RunConfig.Run run) {
        if (run.maxRows() > 0) {
            System.setProperty(Workers.MAX_ROWS, Integer.toString(run.maxRows()));
        }
        Device chosen = Group.own(Device.named(device != null ? device : run.device()), System.getenv());
        if (!chosen.equals(Device.cpu())) {
            Devices.allowTf32(run.tf32());
        }
        return chosen;
    }
}
