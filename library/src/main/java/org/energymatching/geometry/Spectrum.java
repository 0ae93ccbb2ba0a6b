package org.energymatching.geometry;

/**
 * The spectrum of a potential's Hessian at each of several points: its curvature in each direction (paper, local intrinsic
 * dimension).
 *
 * <p>Along the data manifold the potential is flat, λ ≈ 0; across it the curvature is large. The number of flat directions is
 * the local dimension of the data.
 */
public sealed interface Spectrum permits HessianSpectrum, LanczosSpectrum {

    /** The number of points. */
    int points();

    /** The dimension d of a point, which is the number of eigenvalues. */
    int dimensions();

    /** The d eigenvalues at a point in ascending order; some of them are estimates where the spectrum is estimated. */
    double[] eigenvalues(int point);

    /**
     * The local intrinsic dimension of each point, LID = #{i : |λ_i| &lt; τ}.
     *
     * @param threshold τ, above zero, in the unit of V by the square of the unit of x
     */
    IntrinsicDimension intrinsicDimension(double threshold);
}
