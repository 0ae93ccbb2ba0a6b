package org.energymatching.cli;

/** One verb of the program, a class with picocli's {@code @Command} and its own options. */
@FunctionalInterface
public interface Verb {

    /**
     * Does the work.
     *
     * <p>All messages meanwhile go to the console; the output is the result. Failures that the user can
     * cause are thrown as an {@link org.energymatching.error.EnergyMatchingException}.
     */
    Result run(Console console) throws Exception;

    /** Whether several processes divide its work, and the first one alone writes; other verbs are for one process. */
    default boolean dividesWork() {
        return false;
    }
}
