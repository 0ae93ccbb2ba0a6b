package org.energymatching.cli.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.description.Difference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsFileTest {

    @TempDir
    Path folder;

    private static Map<String, Object> settings(String... overrides) {
        RunConfig config = RunConfig.parse("{name: a, phases: [{name: a, steps: 1}]}", "test", List.of(overrides));
        JsonNode design = JsonMapper.shared().readTree(config.toJson()).get("design");
        return Map.of("weights", "ab", "epsilonMax", 0.15, "design", design);
    }

    @Test
    void settingsAreWrittenOnceAndComparedFromThenOn() {
        assertThat(SettingsFile.differences(folder, settings())).isEmpty();
        assertThat(folder.resolve("settings.json")).isRegularFile();
        assertThat(SettingsFile.differences(folder, settings())).isEmpty();
        assertThat(SettingsFile.differences(folder, settings("design.target=2", "design.keep=7")))
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder("design.target was 1.0 and is now 2.0", "design.keep was 128 and is now 7");
    }

    /** Keys that have other names since are compared by these, and keys that were gained count as having their defaults. */
    @Test
    void settingsOfAnEarlierVersionAreUnderstood() throws Exception {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"weights\": \"ab\", \"epsilonMax\": 0.15, \"design\": {\"zeta\": 0.05, \"spread\": 0.25}}");
        assertThat(SettingsFile.differences(
                        folder, settings("design.targetTolerance=0.05", "design.diversityWeight=0.25")))
                .isEmpty();
        assertThat(SettingsFile.differences(folder, settings("design.diversityWeight=0.25")))
                .extracting(Difference::key)
                .containsExactly("design.targetTolerance");
    }
}
