package org.energymatching.cli.design;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.file.OutputFile;
import org.energymatching.description.Difference;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code settings.json}: the settings by which the files of its folder were made. */
final class SettingsFile {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final String DESIGN = "design";

    private SettingsFile() {}

    /** The difference of a folder's settings from these; if it has none, these are written. */
    static List<Difference> differences(Path folder, Map<String, ?> settings) {
        Path file = folder.resolve("settings.json");
        if (!Files.exists(file)) {
            OutputFile.write(file, JSON.writeValueAsString(settings));
            return List.of();
        }
        ObjectNode before = JSON.readTree(file.toFile()).asObject();
        RunConfig.migrate(before);
        if (before.get(DESIGN) instanceof ObjectNode design) { // keys of newer versions have their defaults
            ObjectNode defaults =
                    JSON.readTree(RunConfig.defaults().toJson()).get(DESIGN).asObject();
            before.set(DESIGN, defaults.setAll(design));
        }
        return Difference.between(JSON.convertValue(before, MAP), JSON.convertValue(settings, MAP));
    }
}
