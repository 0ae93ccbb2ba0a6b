package org.energymatching.cli.run;

import java.util.Locale;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * How samples of a posterior are drawn.
 *
 * @param chains how many of them each measurement has
 * @param states how many states of each chain are kept, equally far apart over the last half of its time
 * @param time at which chains end
 * @param step the time of a step at most; null for one that suits the recipe and the measurement
 * @param tauStar τ*: when noise and measurement set in; before, chains follow V alone
 * @param priorWeight what V is multiplied by; 1 for the posterior
 * @param interaction σ of the repulsion between the chains of a measurement, or null
 * @param seed of starts and noise
 */
record PosteriorPlan(
        int chains,
        int states,
        double time,
        @Nullable Double step,
        double tauStar,
        double priorWeight,
        @Nullable Double interaction,
        long seed) {

    /** Beyond so many steps it is likelier that the noise was told wrongly than that somebody wants to wait. */
    private static final double MOST_STEPS = 20_000;

    /** The share of the step at which chains begin to leap: deviations come out too large by a fifteenth. */
    private static final double SAFETY = 0.125;

    PosteriorPlan {
        require(chains >= 1, chains + " chains were asked for", "Each measurement has at least one", "--chains 8");
        require(states >= 1, states + " states of each chain were asked for", "At least one is kept", "--keep 8");
        require(time > 0 && time < 1e6, "Chains were to end at t = " + time, "The time is above zero", "--time 2");
        require(
                tauStar >= 0 && tauStar < 1,
                "Noise and measurement were to set in at t = " + tauStar,
                "Both vanish before τ*, which lies in [0, 1): chains that never see the measurement are no"
                        + " restorations",
                "--tau 0");
        require(
                priorWeight > 0 && priorWeight < 1e6,
                "The potential was to be multiplied by " + priorWeight,
                "Its weight is a positive number, 1 for the posterior itself",
                "--prior-weight 1");
    }

    PosteriorPlan interacting(@Nullable Double sigma) {
        return new PosteriorPlan(chains, states, time, step, tauStar, priorWeight, sigma, seed);
    }

    /** The times at which states are kept; the last one is the end. */
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
     * @param recipe the recipe's
     * @param stable the one at which chains begin to leap away from the measurement
     */
    double stepFor(double recipe, double stable, NoiseText noise) {
        if (step != null) {
            return step;
        }
        double fitting = Math.min(recipe, SAFETY * stable);
        if (time / fitting > MOST_STEPS) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "With --noise %s the measurement pulls so hard that steps of %.2g are needed: %,.0f of them.",
                            noise.text(),
                            fitting,
                            Math.ceil(time / fitting)),
                    String.format(Locale.ROOT, "Up to %,.0f steps are taken without being told.", MOST_STEPS),
                    "Give a larger --noise, --noise 0 for values that are exact, or the step with --step.");
        }
        return fitting;
    }

    private static void require(boolean sound, String happened, String expected, String example) {
        if (!sound) {
            throw new UsageException(happened + ".", expected + ".", "Choose for example " + example + ".");
        }
    }
}
