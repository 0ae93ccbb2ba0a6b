package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine.Command;

/** Ctrl-C, sent to a real process. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {

    /** Works until it is interrupted, then saves. */
    @Command(name = "work", description = "Works.")
    static final class Work implements Verb {
        @Override
        public Result run(Console console) throws InterruptedException {
            console.interruption().listen();
            System.out.println("working");
            while (!console.interruption().requested()) {
                Thread.sleep(5);
            }
            Thread.sleep(100);
            return new Result("saved", Map.of(), Exit.INTERRUPTED);
        }
    }

    /** The program with that verb alone. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(Em.run(List.of(new Work()), new String[] {"work"}, System.out, System.err));
        }
    }

    @Test
    void aVerbThatListensSavesBeforeTheProgramEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("working");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(out.readLine()).isEqualTo("saved");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }
}
