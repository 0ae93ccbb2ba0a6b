package org.energymatching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a packed distribution, with a stand-in for Java that prints what it is given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    private Path folder = Path.of("");

    private Path em = Path.of("");

    private final Map<String, String> given = new HashMap<>();

    private record Ended(int code, String text) {}

    @BeforeEach
    void pack() throws IOException {
        Path root = Files.createDirectories(folder.resolve("a place/em-1.0"));
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("lib"));
        em = Files.copy(Path.of("..", "em"), root.resolve("bin/em"));
        Files.createFile(root.resolve("lib/energy-matching-cli-1.0.jar"));
        java("17.0.15");
    }

    @Test
    void startsThroughSymbolicLinksFromAnywhere() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("link"), Path.of("a place/em-1.0/bin/em"));
        Path second = Files.createSymbolicLink(folder.resolve("other"), first);
        Ended ended = start(second, "train", "two words");
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.text())
                .contains("<-cp>", "a place/em-1.0/lib/*>", "<org.energymatching.cli.Em>", "<train>", "<two words>")
                .contains(
                        "<--enable-native-access=ALL-UNNAMED>",
                        "<-Dorg.bytedeco.javacpp.maxPhysicalBytes=0>",
                        "<-Xmx9g>")
                .contains("OMP_WAIT_POLICY=PASSIVE", "OPENBLAS_NUM_THREADS=1")
                .doesNotContain("em.tty");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsFreedMemoryOnLinuxUnlessToldOtherwise() throws Exception {
        assertThat(start(em).text())
                .contains(
                        "MALLOC_ARENA_MAX=2",
                        "MALLOC_TRIM_THRESHOLD_=4000000000",
                        "MALLOC_MMAP_THRESHOLD_=33554432",
                        "MALLOC_TOP_PAD_=67108864");
        given.put("MALLOC_TOP_PAD_", "17");
        assertThat(start(em).text()).contains("MALLOC_ARENA_MAX=2", "MALLOC_TOP_PAD_=17");
        script(folder.resolve("jdk/bin/uname"), "[ \"$1\" = -s ] && echo Darwin || echo arm64");
        given.clear();
        assertThat(start(em).text()).doesNotContain("MALLOC_");
    }

    @Test
    void refusesWhatCannotWork() throws Exception {
        for (String bad : List.of("1.8.0_402", "11.0.2", "16")) {
            java(bad);
            assertThat(start(em)).isEqualTo(new Ended(1, start(em).text()));
            assertThat(start(em).text())
                    .contains("is Java " + bad, "JDK 17 or newer")
                    .hasLineCount(3);
        }
        for (String bad : List.of("25", "25.0.1", "25.0.2", "25-ea")) {
            java(bad);
            assertThat(start(em).text()).contains("JDK " + bad, "25.0.3").hasLineCount(3);
        }
        for (String good : List.of("17", "21.0.2", "25.0.3", "25.0.10", "25.0.2.1", "26")) {
            java(good);
            assertThat(start(em).code()).as(good).isEqualTo(good.equals("25.0.2.1") ? 1 : 7);
        }
    }

    @Test
    void tellsThatLinuxOnArmHasNoBuild() throws Exception {
        script(folder.resolve("jdk/bin/uname"), "[ \"$1\" = -s ] && echo Linux || echo aarch64");
        Ended ended = start(em);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.text()).contains("linux-arm64").hasLineCount(1);
    }

    @Test
    void aMissingJavaIsExplained() throws Exception {
        Files.delete(folder.resolve("jdk/bin/java"));
        assertThat(start(em).text())
                .contains("There is no Java", "JDK 17", "JAVA_HOME")
                .hasLineCount(3);
    }

    @Test
    void aLocaleThatNamesNoLettersBecomesUtf8() throws Exception {
        for (String locale : List.of("C", "POSIX", "")) {
            given.put("LC_ALL", locale);
            given.put("LANG", "");
            given.put("LC_CTYPE", "");
            assertThat(start(em).text()).as(locale).contains("LC_ALL=C.UTF-8");
        }
        given.put("LC_ALL", "de_DE.UTF-8");
        assertThat(start(em).text()).contains("LC_ALL=de_DE.UTF-8");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theTerminalsWidthIsThatOfStandardError() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1)");
        String inside = "stty cols 132 <&2; exec '" + em + "' config </dev/null >'" + folder.resolve("said") + "'";
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", inside, "/dev/null");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        Process asked = builder.redirectErrorStream(true).start();
        asked.getOutputStream().close();
        asked.getInputStream().readAllBytes();
        asked.waitFor();
        assertThat(Files.readString(folder.resolve("said"))).contains("<-Dem.columns=132>", "<-Dem.tty=true>");
    }

    @Test
    void anArchiveIsMadeOnceAndUsed() throws Exception {
        // The stand-in makes the archive that it is asked for.
        script(folder.resolve("jdk/bin/java"), """
                if [ "$1" = -version ]; then echo 'openjdk version "21.0.2" 2025-01-01' >&2; exit 0; fi
                for word in "$@"; do case $word in
                  -XX:ArchiveClassesAtExit=*) echo made > "${word#*=}"; echo once >> '%s'; exit 0 ;;
                esac; done
                printf '<%%s>\n' "$@"; exit 7""".formatted(folder.resolve("count")));
        String archive = "a place/em-1.0/lib/em-21.0.2.jsa>";
        assertThat(start(em, "sample").text())
                .contains("<-XX:SharedArchiveFile=", archive)
                .doesNotContain("Tiered");
        assertThat(start(em, "--version").text()).contains(archive, "<-XX:TieredStopAtLevel=1>");
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(1);
    }

    private void java(String version) throws IOException {
        script(folder.resolve("jdk/bin/java"), """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-01-01' >&2; exit 0; fi
                printf '<%%s>\\n' "$@"; env; exit 7""".formatted(version));
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended start(Path launcher, String... args) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        Path jdk = folder.resolve("jdk");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("EM_JAVA_OPTS", "-Xmx9g");
        builder.environment().remove("OMP_WAIT_POLICY");
        builder.environment().remove("OPENBLAS_NUM_THREADS");
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        builder.environment().putAll(given);
        builder.environment().merge("PATH", jdk + "/bin", (path, first) -> first + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }
}
