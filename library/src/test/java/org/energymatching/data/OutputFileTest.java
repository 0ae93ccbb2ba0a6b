package org.energymatching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void refusesToReplaceADirectory() {
        assertThatThrownBy(() -> write(directory, "x")).isInstanceOf(UsageException.class);
    }

    private static void write(Path file, String text) {
        OutputFile.write(file, channel -> channel.write(StandardCharsets.UTF_8.encode(text)));
    }
}
