package org.energymatching.checkpoint;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * The provenance of a checkpoint.
 *
 * @param created the time at which it was written, in UTC
 * @param library the version of this library
 * @param engine the version of the tensor engine
 * @param java the version of the JVM
 * @param platform operating system and processor
 * @param kernels the kernels of the engine: on a processor identified by the results of a few operations, else by the device;
 *     {@code unknown} in files of earlier versions
 * @param imported the file that it was imported from, with its fingerprint; null for one that was trained here
 */
public record Provenance(
        String created,
        String library,
        String engine,
        String java,
        String platform,
        String kernels,
        @Nullable String imported) {

    private static final String UNKNOWN = "unknown";

    /** Fills in the values that files of earlier versions do not have. */
    public Provenance {
        created = requireNonNullElse(created, UNKNOWN);
        library = requireNonNullElse(library, UNKNOWN);
        engine = requireNonNullElse(engine, UNKNOWN);
        java = requireNonNullElse(java, UNKNOWN);
        platform = requireNonNullElse(platform, UNKNOWN);
        kernels = requireNonNullElse(kernels, UNKNOWN);
    }

    /** This machine and its processor, now. */
    public static Provenance here() {
        return here(Device.cpu());
    }

    /** This machine and a device of it, now. */
    public static Provenance here(Device device) {
        return here(null, device);
    }

    /** This machine, now, for an imported file. */
    public static Provenance imported(String file) {
        return here(file, Device.cpu());
    }

    private static Provenance here(@Nullable String imported, Device device) {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                version == null ? "development" : version,
                Engine.version(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                device.equals(Device.cpu()) ? Engine.kernels() : device.name(),
                imported);
    }

    /**
     * The differences of this machine or version that may change the last bits of a resumed run, as in {@code engine 2.10.0
     * (was 2.9.1)}; empty if there are none.
     */
    public String differences(Provenance other) {
        StringJoiner differences = new StringJoiner(", ");
        if (!library.equals(other.library)) {
            differences.add("library " + other.library + " (was " + library + ")");
        }
        if (!engine.equals(other.engine)) {
            differences.add("engine " + other.engine + " (was " + engine + ")");
        }
        if (!kernels.equals(other.kernels) && !kernels.equals(UNKNOWN)) {
            differences.add("kernels " + other.kernels + " (were " + kernels + ")");
        }
        return differences.toString();
    }
}
