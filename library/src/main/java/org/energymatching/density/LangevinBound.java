package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Hessian;
import org.energymatching.geometry.HessianSpectrum;

/**
 * An a priori bound on the time and the step size that Langevin sampling needs for a given divergence, where V is strongly
 * convex.
 *
 * <pre>
 * KL_k ≤ exp(-α h k) KL_0 + 8 h d L²/(α ε)
 * KL_k ≤ δ   for h ≤ α ε δ/(16 d L²) and k h ≥ log(2 KL_0/δ)/α
 * </pre>
 *
 * <p>α and L are the lowest and the highest curvature of V, h the length of a step. (S. Vempala and A. Wibisono, "Rapid convergence of the
 * unadjusted Langevin algorithm", 2019, theorem 1, for V/ε.) Curvatures are measured at samples: where V has other curvatures
 * elsewhere, the bound does not hold. It is far from sharp.
 *
 * @param convexity α; no bound where it is not above zero
 * @param smoothness L
 * @param dimensions d
 * @param epsilon ε
 */
public record LangevinBound(double convexity, double smoothness, int dimensions, double epsilon) {

    /** Checks the temperature. */
    public LangevinBound {
        if (!(epsilon > 0)) {
            throw new UsageException(
                    "A bound for Langevin sampling at ε = " + epsilon + " was asked for.",
                    "Without noise chains do not come to an equilibrium.",
                    "Pass a temperature above zero.");
        }
    }

    /** The bound with the curvatures at points, (n, …), by all eigenvalues of their Hessians. */
    public static LangevinBound of(Potential potential, Samples points, double epsilon) {
        double[][] eigenvalues =
                HessianSpectrum.of(Hessian.of(potential), points).eigenvalues();
        return new LangevinBound(
                Arrays.stream(eigenvalues).mapToDouble(each -> each[0]).min().orElse(Double.NaN),
                Arrays.stream(eigenvalues)
                        .flatMapToDouble(Arrays::stream)
                        .map(Math::abs)
                        .max()
                        .orElse(Double.NaN),
                points.width(),
                epsilon);
    }

    /** Whether V is convex at all points. */
    public boolean exists() {
        return convexity > 0;
    }

    /** The longest step h for a divergence δ, in nats, within the 8 h L² ≤ 2 α ε of the theorem. */
    public double step(double divergence) {
        double theorem = convexity * epsilon / (4 * smoothness * smoothness);
        return Math.min(theorem, theorem * divergence / (4 * dimensions));
    }

    /** The time k h from one divergence to another, in nats. */
    public double time(double from, double to) {
        return Math.max(0, Math.log(2 * from / to)) / convexity;
    }
}
