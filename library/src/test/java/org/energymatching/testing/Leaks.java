package org.energymatching.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.energymatching.tensor.engine.Engine;

/** Work that must free all native memory it takes, without the garbage collector's help. */
public final class Leaks {

    private Leaks() {}

    /** Does the work 50 times, and demands that 200 more times leave no native object behind. */
    public static void assertNone(Runnable work) {
        assertNone(50, 200, work);
    }

    /** Does the work some times, and demands that doing it more often leaves no native object behind. */
    public static void assertNone(int first, int more, Runnable work) {
        repeat(first, work);
        collectWhatOthersLeft();
        long before = Engine.liveObjects();
        repeat(more, work);
        assertThat(Engine.liveObjects())
                .as("native objects after %d times, %d after %d", first + more, before, first)
                .isLessThanOrEqualTo(before);
    }

    /** Garbage of earlier tests would vanish at any moment and hide a leak. */
    private static void collectWhatOthersLeft() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }
}
