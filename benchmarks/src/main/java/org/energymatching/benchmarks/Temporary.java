package org.energymatching.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder for the time of some work. */
record Temporary(Path path) implements AutoCloseable {

    static Temporary folder() {
        try {
            return new Temporary(Files.createTempDirectory("benchmark"));
        } catch (IOException noRoom) {
            throw new UncheckedIOException(noRoom);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> below = Files.walk(path)) {
            below.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
