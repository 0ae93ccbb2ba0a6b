package org.energymatching.training;

import java.util.HashMap;
import java.util.Map;
import org.energymatching.error.FailedException;
import org.energymatching.objective.ContrastiveDivergence;
import org.energymatching.objective.LossReport;

/**
 * Stops training before it ruins itself: at a loss or a gradient that is no number, or that has grown a millionfold over what it
 * was in the first steps of its phase, and at energies of data and negatives that run apart likewise.
 */
final class Guard {

    private static final double GROWTH = 1e6;

    /** Steps of a phase that tell how large a quantity is in sound training. */
    private static final int FIRST = 100;

    private final boolean clipped;
    private final Map<String, Scale> scales = new HashMap<>();

    private Guard(boolean clipped) {
        this.clipped = clipped;
    }

    /** A guard of a plan: where gradients are clipped, a long one does no harm as long as it is finite. */
    static Guard of(TrainingPlan plan) {
        return new Guard(plan.clipNorm() < Double.POSITIVE_INFINITY);
    }

    /** How large a quantity was at first. */
    private static final class Scale {
        private double largest = 1;
        private int seen;

        /** Takes a finite value in; whether it is within bounds. */
        boolean allows(double value) {
            double size = Math.abs(value);
            if (seen > 0 && size > GROWTH * largest) {
                return false;
            }
            if (seen++ < FIRST) {
                largest = Math.max(largest, size);
            }
            return true;
        }
    }

    void check(StepReport report) {
        LossReport loss = report.loss();
        loss.parts()
                .forEach((name, value) -> check(
                        report,
                        "the " + name + " loss",
                        value,
                        name.equals("contrast") ? "lower contrast.lambda" : "lower the learning rate"));
        check(report, "the norm of the gradient", report.gradientNorm(), "lower the learning rate");
        Double above = loss.measured().get(ContrastiveDivergence.POSITIVE_ENERGY);
        Double below = loss.measured().get(ContrastiveDivergence.NEGATIVE_ENERGY);
        if (above != null && below != null) {
            check(report, "the gap between the energies of data and negatives", above - below, "lower contrast.lambda");
        }
    }

    private void check(StepReport report, String what, double value, String remedy) {
        Scale scale = scales.computeIfAbsent(report.phase() + " " + what, key -> new Scale());
        boolean anySize = clipped && what.contains("gradient");
        boolean first = scale.seen == 0;
        if (Double.isFinite(value) && (scale.allows(value) || anySize)) {
            return;
        }
        throw new FailedException(
                what + " became " + value + ".",
                "Losses, gradients and gaps between energies are numbers, and grow less than a millionfold"
                        + (first ? "." : " beyond the first steps of a phase, here " + scale.largest + "."),
                first
                        ? "Look whether the data are of ordinary size, such as standardised (data.standardize=true), or "
                                + remedy + "."
                        : Character.toUpperCase(remedy.charAt(0))
                                + remedy.substring(1)
                                + (clipped ? "." : ", or limit gradients with optimizer.clipNorm."));
    }
}
