package org.energymatching.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verb.
 *
 * @param text the result for people
 * @param json the result for programs under {@code --json}: a record or a map that becomes one JSON object
 * @param exit the outcome
 * @param content a file for standard output, which then has neither text nor JSON; or null
 */
public record Result(
        String text, Object json, Exit exit, @Nullable Path content) {

    /** A result without such a file. */
    public Result(String text, Object json, Exit exit) {
        this(text, json, exit, null);
    }

    /** The result of a verb that did all of its work. */
    public static Result done(String text, Object json) {
        return new Result(text, json, Exit.DONE);
    }

    /** The same, with the content of a file on standard output. */
    public Result printing(@Nullable Path file) {
        return new Result(text, json, exit, file);
    }
}
