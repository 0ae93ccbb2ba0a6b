package org.energymatching.cli.doctor;

/** How many threads compute: as many as the machine has cores, unless the configuration asks for another number. */
public final class ThreadCount {

    private ThreadCount() {}

    /**
     * The number of threads.
     *
     * @param requested {@code run.threads}; 0 leaves the choice
     * @param cores processors this JVM may use
     */
    public static int choose(int requested, int cores) {
        return requested > 0 ? requested : Math.max(1, cores);
    }
}
