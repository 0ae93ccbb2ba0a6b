package org.energymatching.schedule;

import org.energymatching.description.SelfDescribing;
import org.energymatching.error.UsageException;

/**
 * The decay of the target gradient of {@link org.energymatching.objective.EquilibriumMatching} along the path from noise (γ = 0)
 * to data (γ = 1).
 *
 * <pre>
 * c(γ) = λ (b - (b - 1) γ/a)      for γ ≤ a
 * c(γ) = λ (1 - γ)/(1 - a)        for γ &gt; a
 * </pre>
 *
 * <p>Where c(1) = 0, data are stationary points of V; constant decay with λ = 1 is flow matching. (Wang and Du, arXiv
 * 2510.02300.)
 *
 * @param from b, the factor at the noise, above zero
 * @param until a, the γ at which the linear decay to zero starts, in [0, 1]; 1 for no such decay
 * @param scale λ, above zero
 */
public record Decay(double from, double until, double scale) implements SelfDescribing {

    /** Checks the numbers. */
    public Decay {
        if (!(from > 0 && from < Double.POSITIVE_INFINITY)
                || !(until >= 0 && until <= 1)
                || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "A target gradient that is " + from + " times its scale of " + scale
                            + " at the noise and falls from γ = " + until + " on was asked for.",
                    "Factor and scale are finite and above zero, and γ lies in [0, 1].",
                    "The paper's is Decay.truncated(0.8).times(4).");
        }
    }

    /** c = 1: data are not stationary points. */
    public static Decay constant() {
        return new Decay(1, 1, 1);
    }

    /** c = 1 - γ. */
    public static Decay linear() {
        return truncated(0);
    }

    /** c = 1 up to a, and linear to 0 from there: the paper's, with a = 0.8. */
    public static Decay truncated(double until) {
        return piecewise(until, 1);
    }

    /** c is linear from b to 1 up to a, and linear to 0 from there. */
    public static Decay piecewise(double until, double from) {
        return new Decay(from, until, 1);
    }

    /** This decay times λ; λ = 4 in the paper. */
    public Decay times(double lambda) {
        return new Decay(from, until, scale * lambda);
    }

    /** c at γ in [0, 1]. */
    public double at(double gamma) {
        if (gamma > until) {
            return scale * (1 - gamma) / (1 - until);
        }
        return scale * (until == 0 ? from : from - (from - 1) * gamma / until);
    }
}
