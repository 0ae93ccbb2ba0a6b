package org.energymatching.training;

import java.util.HashMap;
import java.util.Map;
import org.energymatching.error.FailedException;
import org.energymatching.objective.LossReport;

/**
 * Stops training that diverges: at a loss, a gradient or a measured quantity that is NaN, or a million times its size in the
 * first steps of its phase.
 */
final class DivergenceCheck {

    private static final double GROWTH = 1e6;

    /** The first steps of a phase, which give the normal size of a quantity. */
    private static final int FIRST = 100;

    private final boolean clipped;
    private final Map<String, Scale> scales = new HashMap<>();

    private DivergenceCheck(boolean clipped) {
        this.clipped = clipped;
    }

    /** The check of a plan: where gradients are clipped, a long gradient is accepted as long as it is finite. */
    static DivergenceCheck of(TrainingPlan plan) {
        return new DivergenceCheck(plan.clipNorm() < Double.POSITIVE_INFINITY);
    }

    /** The size of a quantity in the first steps. */
    private static final class Scale {
        private double largest = 1;
        private int seen;

        /** Records a finite value; returns whether it is within bounds. */
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
                        loss.parts().size() == 1
                                ? "lower the learning rate"
                                : "lower the learning rate or the weight of this loss"));
        loss.measured().forEach((name, value) -> check(report, name, value, "lower the learning rate"));
        check(report, "the norm of the gradient", report.gradientNorm(), "lower the learning rate");
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
                "Losses, gradients and energies are numbers, and grow less than a millionfold"
                        + (first ? "." : " beyond the first steps of a phase, here " + scale.largest + "."),
                first
                        ? "Look whether the data are of ordinary size, such as standardised (data.standardize=true), or "
                                + remedy + "."
                        : Character.toUpperCase(remedy.charAt(0))
                                + remedy.substring(1)
                                + (clipped ? "." : ", or limit gradients with optimizer.clipNorm."));
    }
}
