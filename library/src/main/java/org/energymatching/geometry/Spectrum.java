package org.energymatching.geometry;

/**
 * The eigenvalues of a potential's Hessian at each of several points: how stiff it is in each direction (paper, local
 * intrinsic dimension).
 *
 * <p>Along the data it is flat, λ ≈ 0; across them it rises steeply. Counting the flat directions gives the dimension that
 * the data have around a point.
 */
public sealed interface Spectrum permits HessianSpectrum, LanczosSpectrum {

    /** How many points there are. */
    int points();

    /** How many numbers a point has: d, as many as there are eigenvalues. */
    int dimensions();

    /** The d eigenvalues at a point in ascending order; where they are estimated, so are some of them. */
    double[] eigenvalues(int point);

    /**
     * The local intrinsic dimension of each point, LID = #{i : |λ_i| &lt; τ}.
     *
     * @param threshold τ, above zero, in the unit of V by the square of the unit of x
     */
    IntrinsicDimension intrinsicDimension(double threshold);
}
