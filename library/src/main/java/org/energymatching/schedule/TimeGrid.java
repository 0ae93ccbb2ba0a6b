package org.energymatching.schedule;

import org.energymatching.error.UsageException;

/**
 * The time grid of a chain: 0, Δt, 2Δt, … up to the end, with the last step shortened to end there.
 *
 * @param end the sampling time τ_s
 * @param step Δt
 */
public record TimeGrid(double end, double step) {

    /** Checks that both are positive and the number of steps is not too large. */
    public TimeGrid {
        if (!(end > 0 && step > 0 && end / step <= 1e8)) {
            throw new UsageException(
                    "The time grid ends at " + end + " in steps of " + step + ".",
                    "Both are above zero, with at most 100 million steps.",
                    "Choose for example an end of 1 and a step of 0.01.");
        }
    }

    /** A grid that ends at this time, in steps of 0.01 by default; {@link #step(double)} changes them. */
    public static TimeGrid to(double end) {
        return new TimeGrid(end, Math.min(0.01, end));
    }

    /** This grid in steps of Δt. */
    public TimeGrid step(double step) {
        return new TimeGrid(end, step);
    }

    /** The number of steps. */
    public int steps() {
        return Math.toIntExact((long) Math.ceil(end / step - 1e-9));
    }

    /** The time before step m; the end for m = {@link #steps}. */
    public double at(int m) {
        return m >= steps() ? end : m * step;
    }

    /** The number of steps after which the time is nearest to t. */
    public int nearest(double t) {
        int m = (int) Math.min(steps(), Math.round(t / step));
        return Math.abs(end - t) <= Math.abs(at(m) - t) ? steps() : m;
    }

    /** The length of step m. */
    public double length(int m) {
        return m == steps() - 1 ? end - at(m) : step;
    }
}
