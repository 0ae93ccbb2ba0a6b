package org.energymatching.cli.loss;

import org.energymatching.cli.schema.Key;
import org.energymatching.interpolant.Course;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.TimeDistribution;
import org.energymatching.schedule.FlowWeight;

/** The path between the two rows of a pair, and the times at which transport losses are evaluated on it. */
public record PathConfig(
        @Key(doc = "How the path goes from source to data; only straight is optimal transport.", standard = "straight")
        Course course,

        @Key(
                doc =
                        "How times are drawn: uniform; logit-normal, more often in the middle; edm, the noise levels of that paper, more often near the data.",
                standard = "uniform")
        Times times,

        @Key(
                doc =
                        "Weight of the loss along the path: uniform; linear, 1 - t; sine, sin πt; min-snr, min(t², 5 (1 - t)²), which is largest at t = 0.69.",
                standard = "uniform",
                symbol = "w(t)")
        Weight weight) {

    /** The library's interpolant, with this noise around the path. */
    Interpolant interpolant(double sigma) {
        return Interpolant.along(course, times.distribution(), sigma);
    }

    /** Weights along the path. */
    public enum Weight {
        UNIFORM,
        LINEAR,
        SINE,
        MIN_SNR;

        FlowWeight weight() {
            return switch (this) {
                case UNIFORM -> FlowWeight.none();
                case LINEAR -> FlowWeight.power(1);
                case SINE -> FlowWeight.sine();
                case MIN_SNR -> FlowWeight.minSnr(5);
            };
        }
    }

    /** Distributions of times. */
    public enum Times {
        UNIFORM,
        LOGIT_NORMAL,
        EDM;

        TimeDistribution distribution() {
            return switch (this) {
                case UNIFORM -> TimeDistribution.uniform();
                case LOGIT_NORMAL -> TimeDistribution.logitNormal(0, 1);
                case EDM -> TimeDistribution.edm();
            };
        }
    }
}
