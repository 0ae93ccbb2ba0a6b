package org.energymatching.metric.load;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/** A number that describes a load profile x of L values. */
public enum LoadFeature {
    /** The largest value, max x. */
    PEAK {
        @Override
        double of(float[] profile) {
            return quantile(profile, 1);
        }
    },

    /** The smallest value, min x. */
    BASE {
        @Override
        double of(float[] profile) {
            return quantile(profile, 0);
        }
    },

    /** The 99 % quantile, at position .99 (L − 1) of the sorted values counted from 0, by linear interpolation. */
    HIGH_QUANTILE {
        @Override
        double of(float[] profile) {
            return quantile(profile, 0.99);
        }
    },

    /** The 1 % quantile. */
    LOW_QUANTILE {
        @Override
        double of(float[] profile) {
            return quantile(profile, 0.01);
        }
    },

    /**
     * The lag-1 autocorrelation: Pearson's correlation of x₁ … x_(L−1) with x₂ … x_L, each about its own mean. NaN where one of them
     * is constant.
     */
    AUTOCORRELATION {
        @Override
        double of(float[] profile) {
            return lagOne(profile);
        }
    };

    /** The feature of a profile. */
    abstract double of(float[] profile);

    /** The feature of each row. */
    public double[] of(Samples profiles) {
        double[] features = new double[profiles.rows()];
        Arrays.setAll(features, i -> of(profiles.row(i)));
        return features;
    }

    /** The feature of each row, as rows of one value. */
    Samples column(Samples profiles) {
        float[] features = new float[profiles.rows()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) of(profiles.row(i));
        }
        return new Samples(features, Shape.of(features.length, 1));
    }

    private static double quantile(float[] profile, double share) {
        float[] sorted = profile.clone();
        Arrays.sort(sorted);
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (position - below) * (above - sorted[below]);
    }

    private static double lagOne(float[] profile) {
        int n = profile.length - 1;
        double meanOfFirst = 0;
        double meanOfLast = 0;
        for (int i = 0; i < n; i++) {
            meanOfFirst += (double) profile[i] / n;
            meanOfLast += (double) profile[i + 1] / n;
        }
        double product = 0;
        double first = 0;
        double last = 0;
        for (int i = 0; i < n; i++) {
            double a = profile[i] - meanOfFirst;
            double b = profile[i + 1] - meanOfLast;
            product += a * b;
            first += a * a;
            last += b * b;
        }
        double scale = Math.sqrt(first) * Math.sqrt(last);
        return scale > 0 ? product / scale : Double.NaN;
    }
}
