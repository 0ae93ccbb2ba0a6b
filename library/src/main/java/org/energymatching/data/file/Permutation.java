package org.energymatching.data.file;

import org.energymatching.tensor.Rng;

/**
 * A random permutation of 0 … n-1 that is computed, not stored: a Feistel network of eight rounds on the smallest square that
 * holds n, applied again until the result is below n (cycle walking; Black and Rogaway, 2002).
 *
 * <p>Any position is computed in constant time, so that a run resumes in the middle of an epoch without replaying it.
 */
public final class Permutation {

    private static final int ROUNDS = 8; // with four, positions among a handful of rows are uneven by a third

    private final long n;
    private final int halfBits;
    private final long[] keys = new long[ROUNDS];

    public Permutation(long n, Rng rng) {
        this.n = n;
        int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(1, n - 1)));
        this.halfBits = (bits + 1) / 2;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = rng.nextLong();
        }
    }

    /** The number at a position. */
    public long at(long position) {
        long value = position;
        do {
            value = shuffle(value);
        } while (value >= n);
        return value;
    }

    private long shuffle(long value) {
        long mask = (1L << halfBits) - 1;
        long left = value >>> halfBits;
        long right = value & mask;
        for (long key : keys) {
            long mixed = Rng.of(right ^ key).nextLong() & mask;
            long next = left ^ mixed;
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
