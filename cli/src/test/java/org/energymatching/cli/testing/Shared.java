package org.energymatching.cli.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files too large to keep beside the tests, in the directory that the system property {@code shared} names. */
public final class Shared {

    private Shared() {}

    /** The file; a test that asks for one which is not there is skipped and says so. */
    public static Path file(String relative) {
        Path file = Path.of(System.getProperty("shared", ".")).resolve(relative);
        assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there; set -Dshared=<directory>");
        return file;
    }
}
