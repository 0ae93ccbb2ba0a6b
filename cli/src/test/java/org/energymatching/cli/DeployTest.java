package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code deploy/}: they are parsed, and what they start exists. */
class DeployTest {

    private static final Path DEPLOY = Path.of("../deploy");
    private static final Pattern VERB = Pattern.compile("\\bem ([a-z]+)");

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void scriptsAreParsedByBash() throws Exception {
        for (Path file : files(".sh")) {
            Process bash = new ProcessBuilder("bash", "-n", file.toString())
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = bash.getInputStream()) {
                String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(bash.exitValue()).as("%s: %s", file, said).isZero();
            }
            assertThat(Files.readString(file))
                    .startsWith("#!/usr/bin/env bash\n")
                    .contains("set -eu");
        }
    }

    @Test
    void theyCallVerbsThatExist() throws IOException {
        List<String> verbs = Em.verbs().stream()
                .map(verb -> Objects.requireNonNull(verb.getClass().getAnnotation(Command.class))
                        .name())
                .toList();
        for (Path file : files(".sh")) {
            Matcher called = VERB.matcher(Files.readString(file));
            while (called.find()) {
                assertThat(verbs).as(file.toString()).contains(called.group(1));
            }
        }
    }

    @Test
    void theJobOfKubernetesHasAMasterAndWorkersWithOneCommand() throws IOException {
        for (Path file : files(".yaml")) {
            JsonNode job = JsonMapper.shared()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
            assertThat(job.path("kind").asString()).isEqualTo("PyTorchJob");
            JsonNode replicas = job.path("spec").path("pytorchReplicaSpecs");
            assertThat(command(replicas, "Master"))
                    .isEqualTo(command(replicas, "Worker"))
                    .startsWith("em", "train");
        }
    }

    private static List<String> command(JsonNode replicas, String role) {
        return replicas.path(role)
                .path("template")
                .path("spec")
                .path("containers")
                .path(0)
                .path("command")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }
}
