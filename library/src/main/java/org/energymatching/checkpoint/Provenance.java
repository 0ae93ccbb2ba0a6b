package org.energymatching.checkpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.tensor.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkpoint comes from.
 *
 * @param created when it was written, in UTC
 * @param library the version of this library
 * @param engine the version of the tensor engine
 * @param java the version of the JVM
 * @param platform operating system and processor
 * @param imported the file, with its fingerprint, that it was made from; null for one that was trained here
 */
public record Provenance(
        String created,
        String library,
        String engine,
        String java,
        String platform,
        @Nullable String imported) {

    /** This machine, now. */
    public static Provenance here() {
        return here(null);
    }

    /** This machine, now, from a file that was made elsewhere. */
    public static Provenance imported(String file) {
        return here(file);
    }

    private static Provenance here(@Nullable String imported) {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                version == null ? "development" : version,
                Engine.version(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                imported);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("created", created);
        map.put("library", library);
        map.put("engine", engine);
        map.put("java", java);
        map.put("platform", platform);
        if (imported != null) {
            map.put("imported", imported);
        }
        return map;
    }

    static Provenance from(Map<String, Object> map) {
        return new Provenance(
                String.valueOf(map.get("created")),
                String.valueOf(map.get("library")),
                String.valueOf(map.get("engine")),
                String.valueOf(map.get("java")),
                String.valueOf(map.get("platform")),
                map.get("imported") instanceof String file ? file : null);
    }
}
