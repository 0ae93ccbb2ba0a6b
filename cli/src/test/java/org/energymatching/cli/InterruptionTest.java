package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ctrl-C, sent to a real process. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

    /** Goes on when all is saved, or never listened. */
    @Command(name = "linger", description = "Lingers.")
    static final class Linger implements Verb {
        @Option(names = "--saved")
        boolean saved;

        @Override
        public Result run(Console console) throws InterruptedException {
            if (saved) {
                console.interruption().listen();
                console.interruption().stopListening();
            }
            System.out.println("working");
            Thread.sleep(30_000);
            return Result.done("lingered", Map.of());
        }
    }

    /** The program with these verbs alone. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(Em.run(List.of(new Work(), new Linger()), args, System.out, System.err));
        }
    }

    @Test
    void aVerbThatListensSavesBeforeTheProgramEnds() throws Exception {
        Signals.assumeInterruptsArrive();
        assertThat(interrupted("INT", "work")).containsExactly("saved");
    }

    @Test
    void aVerbThatDoesNotListenEndsAtOnce() throws Exception {
        assertThat(interrupted("TERM", "linger")).isEmpty();
        Signals.assumeInterruptsArrive();
        assertThat(interrupted("INT", "linger", "--saved")).isEmpty();
    }

    /** What the program prints after the signal, for which it ends with 130 and soon. */
    private static List<String> interrupted(String signal, String... words) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Program.class.getName()),
                                Stream.of(words))
                        .toList())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("working");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            List<String> said = out.lines().toList();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
