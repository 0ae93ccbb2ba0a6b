package org.energymatching.training;

import org.energymatching.error.FailedException;

/**
 * Stops training before it ruins itself: at a loss that is no number, or at energies of data and negatives that run
 * apart.
 *
 * @param largestLoss the magnitude of any part of the loss beyond which training has gone astray
 */
record Guard(double largestLoss) {

    void check(StepReport report, String lastCheckpoint) {
        report.loss().parts().forEach((name, value) -> {
            if (!(Math.abs(value) <= largestLoss)) {
                boolean contrast = name.equals("contrast") && !value.isNaN();
                throw new FailedException(
                        "Training stopped at step " + report.step() + ": the " + name + " loss became " + value
                                + (contrast ? ", as the energies of data and negatives ran apart." : "."),
                        "Losses are numbers of moderate size, here at most " + largestLoss + ".",
                        (contrast
                                        ? "Lower contrast.lambda or set contrast.clamp"
                                        : "Lower the learning rate or set optimizer.clipNorm")
                                + "; the last good state is " + lastCheckpoint + ".");
            }
        });
        if (!Double.isFinite(report.gradientNorm())) {
            throw new FailedException(
                    "Training stopped at step " + report.step() + ": the gradient became " + report.gradientNorm()
                            + ".",
                    "Gradients are finite.",
                    "Lower the learning rate or set optimizer.clipNorm; the last good state is " + lastCheckpoint
                            + ".");
        }
    }
}
