package org.energymatching.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure in three sentences: what happened, what was expected, what to do.
 *
 * <p>The three kinds differ in who can correct it, and the program maps each to an exit code of its own: {@link
 * FailedException} (1), {@link UsageException} (2) and {@link DataException} (3).
 */
public abstract sealed class EnergyMatchingException extends RuntimeException
        permits FailedException, UsageException, DataException {

    private final String happened;
    private final String expected;
    private final String remedy;

    EnergyMatchingException(String happened, String expected, String remedy, @Nullable Throwable cause) {
        super(happened + " " + expected + " " + remedy, cause);
        this.happened = happened;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** What happened: one sentence that names the file, row, key or step. */
    public final String happened() {
        return happened;
    }

    /** What was expected instead: one sentence. */
    public final String expected() {
        return expected;
    }

    /** What to do about it: one sentence. */
    public final String remedy() {
        return remedy;
    }
}
