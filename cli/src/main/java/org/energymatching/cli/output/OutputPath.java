package org.energymatching.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.energymatching.cli.Result;
import org.energymatching.error.FailedException;

/**
 * The file for the rows of a verb; {@code -} is standard output.
 *
 * @param shown the user's name of it
 * @param file the written file: a temporary CSV file for standard output
 */
public record OutputPath(Path shown, Path file) {

    private static final String STANDARD = "-";

    /** The path in an option. */
    public static OutputPath of(Path out) {
        if (!out.toString().equals(STANDARD)) {
            return new OutputPath(out, out);
        }
        try {
            Path temporary = Files.createTempFile("em-output-", ".csv");
            temporary.toFile().deleteOnExit();
            return new OutputPath(out, temporary);
        } catch (IOException e) {
            throw new FailedException(
                    "No temporary file could be made for standard output: " + e + ".",
                    "Rows are kept until all are there.",
                    "Free some space in " + System.getProperty("java.io.tmpdir") + ", or name a file with --out.",
                    e);
        }
    }

    public boolean isStandard() {
        return shown.toString().equals(STANDARD);
    }

    /** The result of the verb, without text on standard output if the rows go there. */
    public Result report(Result result) {
        return isStandard() ? result.printing(file) : result;
    }
}
