package org.energymatching.density;

import java.util.Arrays;

/**
 * The temperatures of a way from a Gaussian to an equilibrium, and how long a chain's steps are at each.
 *
 * @param betas β from 0 to 1, rising
 * @param steps Δt at each
 */
record TemperatureLadder(double[] betas, double[] steps) {

    /** Of the rungs, this share is spread as those that the scatter was measured at, lest a stretch be left without. */
    private static final double EVEN = 0.1;

    /**
     * A ladder with so many rungs above β = 0, where each costs the weights an equal scatter: the density of rungs is in
     * proportion to the standard deviation of V/ε - ½|z|², measured on a few of them.
     *
     * @param scouted the temperatures and steps where it was measured
     * @param scatter the standard deviation at each of them
     */
    static TemperatureLadder evenly(TemperatureLadder scouted, double[] scatter, int rungs) {
        double[] at = scouted.betas;
        double[] length = new double[at.length];
        for (int j = 1; j < at.length; j++) {
            length[j] = length[j - 1] + 0.5 * (scatter[j - 1] + scatter[j]) * (at[j] - at[j - 1]);
        }
        double total = length[at.length - 1];
        for (int j = 0; j < at.length; j++) {
            double even = (double) j / (at.length - 1);
            length[j] = total > 0 ? (1 - EVEN) * length[j] / total + EVEN * even : even;
        }
        double[] betas = new double[rungs + 1];
        double[] steps = new double[rungs + 1];
        for (int k = 0, j = 0; k <= rungs; k++) {
            double goal = (double) k / rungs;
            while (j < at.length - 2 && length[j + 1] < goal) {
                j++;
            }
            double share = Math.min(1, (goal - length[j]) / (length[j + 1] - length[j]));
            betas[k] = at[j] + share * (at[j + 1] - at[j]);
            steps[k] = Math.exp((1 - share) * Math.log(scouted.steps[j]) + share * Math.log(scouted.steps[j + 1]));
        }
        betas[rungs] = 1;
        return new TemperatureLadder(betas, steps);
    }

    /** As in {@code TemperatureLadder(201 temperatures)}. */
    @Override
    public String toString() {
        return "Ladder(" + betas.length + " temperatures, steps from "
                + Arrays.stream(steps).min().orElse(0) + ")";
    }
}
