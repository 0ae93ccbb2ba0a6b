package org.energymatching.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a verb hands back.
 *
 * @param text what people read
 * @param json what programs read under {@code --json}: a record or a map that becomes one JSON object
 * @param exit how it ended
 * @param content a file that is to be standard output, where text and JSON then make room for it; or null
 */
public record Result(
        String text, Object json, Exit exit, @Nullable Path content) {

    /** A result without such a file. */
    public Result(String text, Object json, Exit exit) {
        this(text, json, exit, null);
    }

    /** The result of a verb that did all it was asked for. */
    public static Result done(String text, Object json) {
        return new Result(text, json, Exit.DONE);
    }

    /** The same, with the content of a file on standard output. */
    public Result printing(@Nullable Path file) {
        return new Result(text, json, exit, file);
    }
}
