package org.energymatching.cli.restore;

import java.util.Locale;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TimeGrid;
import org.jspecify.annotations.Nullable;

/**
 * How samples of a posterior are drawn.
 *
 * @param chains how many of them each measurement has
 * @param rounds how often they are carried back towards noise and descend again
 * @param back the part of the way that a round carries them back
 * @param states how many states of each chain are kept: the ends of its last rounds, or without rounds as many as are equally
 *     far apart over the second half of its time
 * @param time at which descents end
 * @param step the time of a step at most; null for one that suits the recipe and the measurement
 * @param tauStar τ*: when noise and measurement set in; before, chains follow V alone
 * @param guided whether chains hear the measurement on their way, and not only as ε(t) grows
 * @param interaction σ of the repulsion between the chains of a measurement, or null
 * @param seed of starts and noise
 */
record PosteriorPlan(
        int chains,
        int rounds,
        double back,
        int states,
        double time,
        @Nullable Double step,
        double tauStar,
        boolean guided,
        @Nullable Double interaction,
        long seed) {

    /** Beyond so many steps it is likelier that the noise was told wrongly than that somebody wants to wait. */
    private static final double MOST_STEPS = 20_000;

    /** The share of the step at which chains begin to leap: deviations come out too large by a fifteenth. */
    private static final double SAFETY = 0.125;

    PosteriorPlan {
        require(chains >= 1, chains + " chains were asked for", "Each measurement has at least one", "--chains 8");
        require(
                time > 0 && time < 1e6,
                "Descents were to end at t = " + time,
                "The time is above zero and below a million",
                "--time 2");
        require(
                tauStar >= 0 && tauStar < 1,
                "Noise and measurement were to set in at t = " + tauStar,
                "Both vanish before τ*, which lies in [0, 1): chains that never see the measurement are no"
                        + " restorations",
                "--tau 0");
        require(
                step == null || (step > 0 && step <= time),
                "Steps of " + step + " were asked for",
                "A step is above zero, and no longer than the " + time + " of a descent",
                "--step 0.02");
        require(rounds >= 0, rounds + " rounds were asked for", "There are none or more", "--rounds 12");
        require(
                rounds == 0 || (back > 0 && back <= 1 && 1 - back < time),
                "Rounds were to carry chains back by " + back + ", to end at t = " + time + " again",
                "They carry back a part of the way, above 0 and at most 1, to a time before that end",
                "--back 0.7");
        require(
                interaction == null || chains >= 2,
                "Repulsion was asked for with a single chain",
                "Two chains or more repel one another",
                "--chains 8");
        require(
                interaction == null || (interaction > 0 && interaction < Double.POSITIVE_INFINITY),
                "A repulsion of σ = " + interaction + " was asked for",
                "σ is a number above zero, and small is strong",
                "--interaction 0.5");
        require(
                states >= 1 && (rounds == 0 || states <= rounds + 1L),
                states + " states of each chain were to be kept, of " + rounds + " rounds",
                "At least one is kept, and of rounds at most the end of each and of the first descent",
                "--rounds 12 --keep 8");
    }

    PosteriorPlan interacting(@Nullable Double sigma) {
        return new PosteriorPlan(chains, rounds, back, states, time, step, tauStar, guided, sigma, seed);
    }

    /** The times at which states are kept where there are no rounds; the last one is the end. */
    double[] looks() {
        double[] looks = new double[states];
        for (int k = 0; k < states; k++) {
            looks[k] = time * (1 - 0.5 * (states - 1 - k) / states);
        }
        return looks;
    }

    /**
     * The step to take.
     *
     * @param usual where the measurement does not matter
     * @param stable the one at which chains begin to leap away from the measurement
     * @throws UsageException where the step that was asked for is no smaller than that
     */
    double stepFor(double usual, double stable, NoiseText noise) {
        if (step != null) {
            require(
                    step < stable,
                    String.format(
                            Locale.ROOT,
                            "With --noise %s chains leap away from the measurement in steps of %.3g",
                            noise.text(),
                            step),
                    String.format(
                            Locale.ROOT,
                            "They stay where steps are below %.3g, and their spread is right below a quarter of that",
                            stable),
                    String.format(
                            Locale.ROOT,
                            "--step %.2g, or leave --step out for one that suits the measurement",
                            SAFETY * stable));
            return step;
        }
        double fitting = Math.min(usual, SAFETY * stable);
        double steps = Math.ceil((time + rounds * Math.max(0, time - 1 + back)) / fitting);
        if (steps > MOST_STEPS) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "With --noise %s the measurement pulls so hard that steps of %.2g are needed: %,.0f of them.",
                            noise.text(),
                            fitting,
                            steps),
                    String.format(Locale.ROOT, "Up to %,.0f steps are taken without being told.", MOST_STEPS),
                    "Give a larger --noise, --noise 0 for values that are exact, or the step with --step.");
        }
        return fitting;
    }

    /** How many steps a chain takes. */
    int steps(double dt) {
        int each = rounds == 0 ? 0 : new TimeGrid(time - 1 + back, Math.min(dt, time - 1 + back)).steps();
        return new TimeGrid(time, Math.min(dt, time)).steps() + rounds * each;
    }

    private static void require(boolean sound, String happened, String expected, String example) {
        if (!sound) {
            throw new UsageException(happened + ".", expected + ".", "Choose for example " + example + ".");
        }
    }
}
