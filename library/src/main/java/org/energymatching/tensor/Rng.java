package org.energymatching.tensor;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A random generator as a value: it is derived from (seed, stream, step, row) and not from earlier draws.
 *
 * <p>Children are named or numbered: {@code rng.stream("noise").at(step).at(row)} always gives the same numbers, at any batch
 * size, on any number of threads and after any restart. Each generator runs SplitMix64 (Steele, Lea, Flood 2014) from a key;
 * children get keys by hashing. Normal deviates are the JDK's (McFarland's ziggurat), equal on JDK 17 to 25.
 */
public final class Rng implements RandomGenerator {

    static final long GOLDEN = 0x9e3779b97f4a7c15L;
    static final long FIRST = 0xbf58476d1ce4e5b9L;
    static final long SECOND = 0x94d049bb133111ebL;

    private final long key;
    private long state;

    private Rng(long key) {
        this.key = key;
        this.state = key;
    }

    /** The root generator of a seed. */
    public static Rng of(long seed) {
        return new Rng(mix(seed + GOLDEN));
    }

    /** The child of this name; the parent is not advanced. */
    public Rng stream(String name) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet) * 0x100000001b3L;
        }
        return new Rng(mix(key ^ mix(hash)));
    }

    /** The child of this number: a step, a row; the parent is not advanced. */
    public Rng at(long index) {
        return new Rng(childKey(index));
    }

    /** The key k of a numbered child, whose nextLong number j = 1, 2, … is mix(k + j · GOLDEN). */
    long childKey(long index) {
        return mix(key + mix((index ^ 0x5851f42d4c957f2dL) + GOLDEN));
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * FIRST;
        z = (z ^ (z >>> 27)) * SECOND;
        return z ^ (z >>> 31);
    }
}
