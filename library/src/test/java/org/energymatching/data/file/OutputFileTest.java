package org.energymatching.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path directory;

    @Test
    void makesDirectoriesAndReplacesTheOldFile() throws IOException {
        Path file = directory.resolve("a/b/c.txt");
        write(file, "one");
        write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(file.getParent()).isDirectoryContaining("glob:**c.txt");
        try (var files = Files.list(directory.resolve("a/b"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = directory.resolve("c.txt");
        write(file, "old");
        assertThatThrownBy(() -> OutputFile.write(file, channel -> {
                    channel.write(StandardCharsets.UTF_8.encode("half"));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("No space left");
        assertThat(file).hasContent("old");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    /** As writers of CSV wrap it. */
    @Test
    void aFullDiskIsNoFaultOfTheProgram() {
        Path file = directory.resolve("full.csv");
        assertThatThrownBy(() -> OutputFile.write(file, channel -> {
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("No space left");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatAProcessThatIsGoneLeftBehindIsSweptAway() throws IOException {
        Path abandoned = temporary("a.csv", Duration.ofMinutes(1));
        Path young = temporary("b.csv", Duration.ZERO);
        Path others = Files.writeString(directory.resolve(".settings.tmp"), "of another program");
        Files.setLastModifiedTime(others, FileTime.from(Instant.EPOCH));
        OutputFile.write(directory.resolve("held.csv"), channel -> {
            Path held = Folders.inside(directory).stream()
                    .filter(file -> file.getFileName().toString().startsWith(".held.csv."))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(held, FileTime.from(Instant.EPOCH));
            OutputFile.sweep(directory);
            assertThat(held).exists();
            channel.write(StandardCharsets.UTF_8.encode("whole"));
        });
        assertThat(directory.resolve("held.csv")).hasContent("whole");
        assertThat(abandoned).doesNotExist();
        assertThat(young).exists();
        assertThat(others).exists();
    }

    private Path temporary(String name, Duration age) throws IOException {
        Path file = Files.writeString(directory.resolve("." + name + "." + UUID.randomUUID() + ".tmp"), "half");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void refusesToReplaceADirectory() {
        assertThatThrownBy(() -> write(directory, "x")).isInstanceOf(UsageException.class);
    }

    private static void write(Path file, String text) {
        OutputFile.write(file, channel -> channel.write(StandardCharsets.UTF_8.encode(text)));
    }
}
