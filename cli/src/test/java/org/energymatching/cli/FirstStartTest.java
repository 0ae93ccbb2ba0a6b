package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start on a machine, when the native libraries are not unpacked yet. */
class FirstStartTest {

    @TempDir
    private Path cache = Path.of("");

    @Test
    void threeProcessesAtOnceAllWork() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        }
        assertThat(cache.resolve("energy-matching.lock")).isNotEmptyFile();
    }

    private Process start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        return builder.redirectErrorStream(true).start();
    }

    /** Computes something. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println(org.energymatching.tensor.engine.Engine.version());
        }
    }
}
