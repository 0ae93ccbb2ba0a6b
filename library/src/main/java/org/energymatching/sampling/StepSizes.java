package org.energymatching.sampling;

/**
 * The state of the step size adaptation of each chain, as logarithms of s/s₀; the formulas are at {@link StepAdaptation}.
 * Immutable: {@link #learnt} returns another.
 *
 * @param tried ln s, the step being tried
 * @param kept ln s̄, the step to keep
 * @param error H
 * @param steps m
 */
record StepSizes(double[] tried, double[] kept, double[] error, int[] steps) {

    private static final double GAMMA = 0.05;
    private static final double T0 = 10;
    private static final double KAPPA = 0.75;

    static StepSizes begin(int rows) {
        return new StepSizes(new double[rows], new double[rows], new double[rows], new int[rows]);
    }

    /** Δt for a row. */
    double step(int row, double dt, StepAdaptation adaptation) {
        double log = steps[row] < adaptation.warmupSteps() ? tried[row] : kept[row];
        return dt * Math.exp(2 * log);
    }

    /** Whether any of the rows that step with noise still adapts. */
    boolean adapting(double[] epsilon, StepAdaptation adaptation) {
        for (int i = 0; i < epsilon.length; i++) {
            if (epsilon[i] > 0 && steps[i] < adaptation.warmupSteps()) {
                return true;
            }
        }
        return false;
    }

    /** After a step with these acceptances; NaN is ignored. */
    StepSizes learnt(double[] acceptance, StepAdaptation adaptation) {
        StepSizes next = new StepSizes(tried.clone(), kept.clone(), error.clone(), steps.clone());
        for (int i = 0; i < acceptance.length; i++) {
            if (steps[i] < adaptation.warmupSteps() && !Double.isNaN(acceptance[i])) {
                int m = ++next.steps[i];
                next.error[i] += (adaptation.acceptance() - acceptance[i] - error[i]) / (m + T0);
                next.tried[i] = -Math.sqrt(m) / GAMMA * next.error[i];
                next.kept[i] += Math.pow(m, -KAPPA) * (next.tried[i] - kept[i]);
            }
        }
        return next;
    }
}
