package org.energymatching.sampling.posterior;

import java.util.Locale;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TimeGrid;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a posterior sampler: Langevin chains from noise to data, followed by rounds of {@link Renoising}.
 *
 * @param chains of each measurement
 * @param rounds of renoising after the first transport
 * @param back s, the fraction of the path from data to noise that a round goes back, in (0, 1]
 * @param states kept of each chain: the ends of its last rounds, or without rounds states at equal distances over the second
 *     half of its time
 * @param time t at which transports and rounds end
 * @param step the largest Δt; null to derive it from the measurement
 * @param tauStar τ*, from which on noise and measurement act; before it chains follow V only
 * @param guided whether the measurement acts during transport ({@link org.energymatching.Target#guidedBy}), not only through
 *     ε(t)
 * @param repulsion σ of the repulsion between the chains of a measurement, a small σ is strong; or null for none
 * @param seed of the starts and the noise
 */
public record PosteriorPlan(
        int chains,
        int rounds,
        double back,
        int states,
        double time,
        @Nullable Double step,
        double tauStar,
        boolean guided,
        @Nullable Double repulsion,
        long seed) {

    /** More steps probably come from a wrong noise level of the measurement. */
    private static final double MOST_STEPS = 20_000;

    /** The step as a fraction of the largest stable step: deviations are too large by 1/15. */
    private static final double SAFETY = 0.125;

    /** Checks the numbers. */
    public PosteriorPlan {
        require(chains >= 1, chains + " chains were asked for", "Each measurement has at least one", "8 chains");
        require(
                time > 0 && time < 1e6,
                "Descents were to end at t = " + time,
                "The time is above zero and below a million",
                "an end of 2");
        require(
                tauStar >= 0 && tauStar < 1,
                "Noise and measurement were to set in at t = " + tauStar,
                "Both vanish before τ*, which lies in [0, 1): chains that never see the measurement restore nothing",
                "τ* = 0");
        require(
                step == null || (step > 0 && step <= time),
                "Steps of " + step + " were asked for",
                "A step is above zero, and no longer than the " + time + " of a descent",
                "steps of 0.02");
        require(rounds >= 0, rounds + " rounds were asked for", "There are none or more", "12 rounds");
        require(
                rounds == 0 || (back > 0 && back <= 1 && 1 - back < time),
                "Rounds were to carry chains back by " + back + ", to end at t = " + time + " again",
                "They carry back a part of the way, above 0 and at most 1, to a time before that end",
                "0.7 of the way");
        require(
                repulsion == null || chains >= 2,
                "Repulsion was asked for with a single chain",
                "Two chains or more repel one another",
                "8 chains");
        require(
                repulsion == null || (repulsion > 0 && repulsion < Double.POSITIVE_INFINITY),
                "A repulsion of σ = " + repulsion + " was asked for",
                "σ is a number above zero, and small is strong",
                "σ = 0.5");
        require(
                states >= 1 && (rounds == 0 || states <= rounds + 1L),
                states + " states of each chain were to be kept, of " + rounds + " rounds",
                "At least one is kept, and of rounds at most the end of each and of the first descent",
                "8 states of 12 rounds");
    }

    /** The same with repulsion of this σ, or none for null. */
    public PosteriorPlan repelledBy(@Nullable Double sigma) {
        return new PosteriorPlan(chains, rounds, back, states, time, step, tauStar, guided, sigma, seed);
    }

    /** The times of the states that are kept where there are no rounds; the last one is the end. */
    double[] snapshotTimes() {
        double[] times = new double[states];
        for (int k = 0; k < states; k++) {
            times[k] = time * (1 - 0.5 * (states - 1 - k) / states);
        }
        return times;
    }

    /**
     * Δt.
     *
     * @param usual the step without a limit by the measurement
     * @param stable the step from which on the measurement makes chains diverge
     * @throws UsageException if the requested step is not smaller than that, or the derived step needs too many steps
     */
    double step(double usual, double stable) {
        if (step != null) {
            require(
                    step < stable,
                    format("With so little noise chains leap away from the measurement in steps of %.3g", step),
                    format("They stay where steps are below %.3g, and their spread is right below a quarter", stable),
                    format("a step of %.2g, or none for one that suits the measurement", SAFETY * stable));
            return step;
        }
        double fitting = Math.min(usual, SAFETY * stable);
        double steps = Math.ceil((time + rounds * Math.max(0, time - 1 + back)) / fitting);
        if (steps > MOST_STEPS) {
            throw new UsageException(
                    format("The measurement has so little noise that %,.0f steps of %.2g are needed.", steps, fitting),
                    format("Up to %,.0f steps are taken where none was chosen.", MOST_STEPS),
                    "Give a larger noise, 0 for values that are exact, or the step.");
        }
        return fitting;
    }

    /** The number of steps of Δt in the transport and all rounds. */
    int steps(double dt) {
        int each = rounds == 0 ? 0 : new TimeGrid(time - 1 + back, Math.min(dt, time - 1 + back)).steps();
        return new TimeGrid(time, Math.min(dt, time)).steps() + rounds * each;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    private static void require(boolean sound, String happened, String expected, String example) {
        if (!sound) {
            throw new UsageException(happened + ".", expected + ".", "Choose for example " + example + ".");
        }
    }
}
