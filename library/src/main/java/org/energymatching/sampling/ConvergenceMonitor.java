package org.energymatching.sampling;

import org.energymatching.error.UsageException;

/**
 * A stopping rule for chains: they have converged when their mean energy no longer changes from one window of time to the next.
 *
 * <p>Along Langevin dynamics at a constant temperature the free energy F = E[U] - ε H, that is ε·KL(ρ‖exp(-U/ε)) up to a
 * constant, never rises, and is constant only at equilibrium (arXiv 2605.05530). Its entropy is not measured here, its energy
 * is: dE[U]/dt = -E‖∇U‖² + ε E[ΔU], which vanishes at equilibrium. With D_i the change of chain i's mean energy from one window
 * to the next, over n chains, the energy is constant in a window if
 *
 * <pre>|mean D| ≤ max(2 · deviation of D/√n, tolerance · deviation of U over chains)</pre>
 *
 * <p>and the chains stop after some such windows in a row. Every window is longer than the one before, so that a slow change is
 * found in the end, whatever its time scale. A plateau is necessary for equilibrium and not sufficient: the energy of chains
 * that are confined to different modes is constant as well.
 *
 * @param window the time of the first window
 * @param growth how many times as long every window is as the one before
 * @param calmWindows how many windows of constant energy in a row end the chains
 * @param tolerance the change that is accepted, in deviations of the energy
 */
public record ConvergenceMonitor(double window, double growth, int calmWindows, double tolerance) {

    /** With fewer chains the test is too noisy. */
    static final int FEWEST_CHAINS = 16;

    /** Checks the numbers. */
    public ConvergenceMonitor {
        if (!(window > 0 && window < Double.POSITIVE_INFINITY)
                || !(growth >= 1 && growth <= 10)
                || calmWindows < 1
                || !(tolerance >= 0)) {
            throw new UsageException(
                    calmWindows + " calm windows of time " + window + ", growing " + growth
                            + " times, with a tolerance of " + tolerance + " were asked for.",
                    "There is at least one window, of a time above zero, growth lies in [1, 10], and the tolerance is zero"
                            + " or more.",
                    "Choose for example 2 windows of 0.25 that grow 1.5 times, and a tolerance of 0.02.");
        }
    }

    /**
     * Two windows of constant energy; the first window has the time 0.25, each further one is 1.5 times as long; the tolerance
     * is 1/50 of the energy's deviation.
     */
    public static ConvergenceMonitor standard() {
        return new ConvergenceMonitor(0.25, 1.5, 2, 0.02);
    }

    /**
     * Whether the change of the energy is within the statistical error or the tolerance.
     *
     * @param before the mean energy of each chain in one window
     * @param now the same in the next
     */
    public boolean calm(double[] before, double[] now) {
        int n = now.length;
        double change = 0;
        double energy = 0;
        for (int i = 0; i < n; i++) {
            change += (now[i] - before[i]) / n;
            energy += now[i] / n;
        }
        double changes = 0;
        double energies = 0;
        for (int i = 0; i < n; i++) {
            changes += square(now[i] - before[i] - change) / (n - 1);
            energies += square(now[i] - energy) / (n - 1);
        }
        return Math.abs(change) <= Math.max(2 * Math.sqrt(changes / n), tolerance * Math.sqrt(energies));
    }

    private static double square(double a) {
        return a * a;
    }
}
