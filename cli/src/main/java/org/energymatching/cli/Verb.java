package org.energymatching.cli;

/** One verb of the program, a class with picocli's {@code @Command} and its own options. */
@FunctionalInterface
public interface Verb {

    /**
     * Does the work.
     *
     * <p>Everything said on the way goes to the console; what was asked for is the result. What the user can cause to
     * fail is thrown as an {@link org.energymatching.error.EnergyMatchingException}.
     */
    Result run(Console console) throws Exception;
}
