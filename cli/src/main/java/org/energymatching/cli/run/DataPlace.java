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
 * The path of the data of a run, which may have moved since its start: {@code places.json} in the run directory. The content
 * decides whether they are the same data.
 *
 * @param run the run directory
 */
public record DataPlace(Path run) {

    private static final String KEY = "data";

    private Path file() {
        return run.resolve("places.json");
    }

    /** Writes the path at which data were found, if it is not that of the configuration of the run's start. */
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

    /** The configuration with the new path of its data, if one was written and the path exists. */
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
            return config; // the path of the run's start is as good
        }
    }
}
