package org.energymatching.schedule;

import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/**
 * The weight w(t) of a transport loss along the path from noise (t = 0) to data (t = 1) (paper, appendix).
 *
 * <p>A field with time as an input has the same minimum under any w &gt; 0. V has no time: where paths pass a point at several
 * times, its gradient is fitted to the mean of their velocities under w, so that a weight moves the minimum.
 */
@FunctionalInterface
public interface FlowWeight extends SelfDescribing {

    /** w at time t in [0, 1]. */
    double at(double t);

    /** w(t) = 1. */
    static FlowWeight none() {
        return new FlowCutoff(1);
    }

    /**
     * w(t) = 1 below the cutoff and falls linearly to 0 on [cutoff, 1], where the contrastive term takes over.
     *
     * @param cutoff in [0, 1]; 1 is {@link #none}
     */
    static FlowWeight cutoff(double cutoff) {
        if (!(cutoff >= 0 && cutoff <= 1)) {
            throw new UsageException(
                    "The flow cutoff is " + cutoff + ".",
                    "The cutoff is a time in [0, 1].",
                    "Choose for example 0.8, or 1 for no weight.");
        }
        return new FlowCutoff(cutoff);
    }

    /**
     * w(t) = (1 - t)^p: smaller near the data, 0 at them.
     *
     * @param exponent p ≥ 0
     */
    static FlowWeight power(double exponent) {
        return new Power(exponent);
    }

    /** w(t) = sin πt: largest in the middle of the path, 0 at its ends. */
    static FlowWeight sine() {
        return new Sine();
    }

    /**
     * w(t) = min(t², γ (1 - t)²): on the straight path, the min-SNR weight min(SNR, γ), SNR = (t/(1 - t))², of the error of predicted
     * data, which is 1 - t times that of the velocity (Hang and others, 2023).
     *
     * @param gamma γ &gt; 0; 5 in the paper
     */
    static FlowWeight minSnr(double gamma) {
        return new MinSnr(gamma);
    }

    /** The product of both weights. */
    default FlowWeight times(FlowWeight other) {
        return none().equals(other) ? this : none().equals(this) ? other : new Product(this, other);
    }

    /** {@link #power}. */
    record Power(double exponent) implements FlowWeight {

        public Power {
            if (!(exponent >= 0 && exponent < Double.POSITIVE_INFINITY)) {
                throw new UsageException(
                        "The weight (1 - t)^p of a loss was to have p = " + exponent + ".",
                        "p is a finite number, zero or more.",
                        "Choose for example 1, or 0 for no weight.");
            }
        }

        @Override
        public double at(double t) {
            return Math.pow(1 - t, exponent);
        }
    }

    /** {@link #sine}. */
    record Sine() implements FlowWeight {

        @Override
        public double at(double t) {
            return Math.sin(Math.PI * t);
        }
    }

    /** {@link #minSnr}. */
    record MinSnr(double gamma) implements FlowWeight {

        public MinSnr {
            if (!(gamma > 0)) {
                throw new UsageException(
                        "The min-SNR weight of a loss was to have γ = " + gamma + ".",
                        "γ, the largest ratio of signal to noise that counts, is above zero.",
                        "Choose for example 5.");
            }
        }

        @Override
        public double at(double t) {
            return Math.min(t * t, gamma * (1 - t) * (1 - t));
        }
    }

    /** {@link #times}. */
    record Product(FlowWeight first, FlowWeight second) implements FlowWeight {

        @Override
        public double at(double t) {
            return first.at(t) * second.at(t);
        }
    }
}
