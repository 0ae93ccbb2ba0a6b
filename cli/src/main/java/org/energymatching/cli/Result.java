package org.energymatching.cli;

/**
 * What a verb hands back.
 *
 * @param text what people read
 * @param json what programs read under {@code --json}: a record or a map that becomes one JSON object
 * @param exit how it ended
 */
public record Result(String text, Object json, Exit exit) {

    /** The result of a verb that did all it was asked for. */
    public static Result done(String text, Object json) {
        return new Result(text, json, Exit.DONE);
    }
}
