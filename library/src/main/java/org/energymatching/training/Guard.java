package org.energymatching.training;

import org.energymatching.error.FailedException;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.LossReport;

/**
 * Stops training before it ruins itself: at a loss or a gradient that is no number, and at energies of data and negatives
 * that run apart.
 *
 * @param largest the magnitude of a loss, or of a gap between energies, beyond which training has gone astray
 * @param largestGradient the same for the norm of a gradient
 */
record Guard(double largest, double largestGradient) {

    /** A guard of a plan: where gradients are clipped, a long one does no harm as long as it is finite. */
    static Guard of(TrainingPlan plan) {
        double largest = 1e6;
        return new Guard(largest, plan.clipNorm() < Double.POSITIVE_INFINITY ? Double.MAX_VALUE : largest);
    }

    void check(StepReport report) {
        LossReport loss = report.loss();
        loss.parts()
                .forEach((name, value) -> check(
                        "the " + name + " loss",
                        value,
                        largest,
                        name.equals("contrast") ? "lower contrast.lambda" : "lower the learning rate"));
        check("the norm of the gradient", report.gradientNorm(), largestGradient, "lower the learning rate");
        Double above = loss.measured().get(ContrastiveDivergence.POSITIVE_ENERGY);
        Double below = loss.measured().get(ContrastiveDivergence.NEGATIVE_ENERGY);
        if (above != null && below != null) {
            check(
                    "the gap between the energies of data and negatives",
                    above - below,
                    largest,
                    "lower contrast.lambda");
        }
    }

    private void check(String what, double value, double limit, String remedy) {
        if (!(Math.abs(value) <= limit)) {
            throw new FailedException(
                    what + " became " + value + ".",
                    "Losses, gradients and gaps between energies are numbers, here of at most " + limit + ".",
                    Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1)
                            + ", or limit gradients with optimizer.clipNorm.");
        }
    }
}
