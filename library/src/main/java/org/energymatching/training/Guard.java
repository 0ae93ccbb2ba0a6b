package org.energymatching.training;

import org.energymatching.error.FailedException;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.LossReport;

/**
 * Stops training before it ruins itself: at a loss or a gradient that is no number, and at energies of data and negatives
 * that run apart.
 *
 * @param largest the magnitude of a loss, or of a gap between energies, beyond which training has gone astray
 */
record Guard(double largest) {

    void check(StepReport report) {
        LossReport loss = report.loss();
        loss.parts()
                .forEach((name, value) -> check(
                        "the " + name + " loss",
                        value,
                        name.equals("contrast") ? "lower contrast.lambda" : "lower the learning rate"));
        check("the norm of the gradient", report.gradientNorm(), "lower the learning rate");
        Double above = loss.measured().get(ContrastiveDivergence.POSITIVE_ENERGY);
        Double below = loss.measured().get(ContrastiveDivergence.NEGATIVE_ENERGY);
        if (above != null && below != null) {
            check("the gap between the energies of data and negatives", above - below, "lower contrast.lambda");
        }
    }

    private void check(String what, double value, String remedy) {
        if (!(Math.abs(value) <= largest)) {
            throw new FailedException(
                    what + " became " + value + ".",
                    "Losses, gradients and gaps between energies are numbers, here of at most " + largest + ".",
                    Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1)
                            + ", or limit gradients with optimizer.clipNorm.");
        }
    }
}
