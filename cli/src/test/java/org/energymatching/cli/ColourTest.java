package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Colours in a real process, since they depend on its environment. */
class ColourTest {

    private static final String ESCAPE = "\u001B";

    @Test
    void errorsAreColouredOnTerminalsThatWantIt() throws Exception {
        assertThat(error("true", Map.of("TERM", "xterm", "NO_COLOR", ""))).contains(ESCAPE);
        assertThat(error("true", Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .startsWith("error: ")
                .doesNotContain(ESCAPE);
        assertThat(error("true", Map.of("TERM", "dumb", "NO_COLOR", ""))).doesNotContain(ESCAPE);
        assertThat(error("false", Map.of("TERM", "xterm", "NO_COLOR", ""))).doesNotContain(ESCAPE);
    }

    private static String error(String terminal, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dem.tty=" + terminal,
                "-cp",
                System.getProperty("java.class.path"),
                Em.class.getName(),
                "recipe");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(error).contains("recipes");
        return error;
    }
}
