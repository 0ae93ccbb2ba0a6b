package org.energymatching.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.file.OutputFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the data of a run lie, seen from anywhere, and if they have moved since it was begun: {@code places.json} in the run
 * directory. Their content decides whether they are the same data.
 *
 * @param run the run directory
 */
public record DataPlace(Path run) {

    private static final String KEY = "data";

    private Path file() {
        return run.resolve("places.json");
    }

    /** Writes down where data were found, if the configuration that the run was begun with does not tell. */
    public void remember(RunConfig begun, RunConfig now) {
        String before = begun.data().path();
        String found = now.data().path();
        if (found != null
                && !found.isBlank()
                && !(found.equals(before) && Path.of(found).isAbsolute())) {
            String json = JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            KEY, Path.of(found).toAbsolutePath().normalize().toString()));
            OutputFile.write(file(), json + "\n");
        }
    }

    /** The configuration with the new place of its data, if one was written down and there is something. */
    RunConfig laidOver(RunConfig config) {
        if (!Files.isRegularFile(file())) {
            return config;
        }
        try {
            JsonNode place = JsonMapper.shared()
                    .readTree(Files.readString(file(), StandardCharsets.UTF_8))
                    .path(KEY);
            if (!place.isString() || !Files.exists(Path.of(place.stringValue()))) {
                return config;
            }
            String json = JsonMapper.shared().writeValueAsString(place.stringValue());
            return RunConfig.parse(config.toJson(), file().toString(), List.of("data.path=" + json));
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            return config; // the place that the run was begun with is as good
        }
    }
}
