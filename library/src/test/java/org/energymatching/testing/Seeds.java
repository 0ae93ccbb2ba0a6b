package org.energymatching.testing;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A property tried on many seeds; the first that fails is named. */
public final class Seeds {

    private Seeds() {}

    /** A property of whatever a generator makes. */
    @FunctionalInterface
    public interface Property {

        /** Fails by throwing. */
        void check(RandomGenerator random) throws Exception;
    }

    /** Checks the property for the seeds 0 to {@code count} − 1. */
    public static void check(int count, Property property) {
        for (int seed = 0; seed < count; seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Floats of every magnitude and sign, among them zeros of both signs, subnormals, infinities and NaN. */
    public static float[] anyFloats(int count, RandomGenerator random) {
        float[] special = {
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY
        };
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            values[i] = random.nextInt(4) == 0
                    ? special[random.nextInt(special.length)]
                    : Float.isNaN(any) ? Float.NaN : any;
        }
        return values;
    }

    /** As {@link #anyFloats}, without infinities and NaN. */
    public static float[] finiteFloats(int count, RandomGenerator random) {
        float[] values = anyFloats(count, random);
        for (int i = 0; i < count; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : -0f;
        }
        return values;
    }
}
