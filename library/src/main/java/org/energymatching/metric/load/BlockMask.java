package org.energymatching.metric.load;

import java.util.random.RandomGenerator;
import org.energymatching.error.UsageException;

/**
 * Gaps in blocks, drawn at random: blocks of random length at random places, which may overlap, until a share of the values is missing.
 *
 * <pre>length ~ U{5, …, max(5, min(rest, L/4))},  start ~ U{0, …, L − length}</pre>
 *
 * <p>L is the length of the profile, and the rest is what of the share is not yet missing; a last block of five may exceed it. The gaps do
 * not depend on the values: they are missing completely at random, though not one by one.
 */
public final class BlockMask {

    private static final int SHORTEST = 5;

    private BlockMask() {}

    /**
     * Which values of a profile are missing.
     *
     * @param length L, 5 or more
     * @param share in [0, 1); the number missing is at least share · L, rounded down
     */
    public static boolean[] draw(int length, double share, RandomGenerator random) {
        if (length < SHORTEST || !(share >= 0 && share < 1)) {
            throw new UsageException(
                    "Blocks were to make a share of " + share + " of " + length + " values missing.",
                    "A profile has " + SHORTEST + " values or more, and the share lies in [0, 1).",
                    "Take 0.2 of a day of 48 values.");
        }
        boolean[] missing = new boolean[length];
        int rest = (int) (share * length);
        while (rest > 0) {
            int longest = Math.max(SHORTEST, Math.min(rest, length / 4));
            int block = random.nextInt(SHORTEST, longest + 1);
            int start = random.nextInt(length - block + 1);
            for (int i = start; i < start + block; i++) {
                rest -= missing[i] ? 0 : 1;
                missing[i] = true;
            }
        }
        return missing;
    }
}
