package org.energymatching.cli.dimension;

import org.energymatching.error.UsageException;
import org.energymatching.geometry.LanczosSpectrum;
import org.jspecify.annotations.Nullable;

/**
 * The plan of {@code em dimension}.
 *
 * @param method of finding eigenvalues
 * @param products with the Hessian at each point in the Lanczos method
 * @param threshold τ; null for the default threshold of the spectrum
 * @param pngSizes whether dimensions are compared with the file sizes of images
 * @param seed of random directions
 */
record DimensionPlan(Method method, int products, @Nullable Double threshold, boolean pngSizes, long seed) {

    /** The method for the eigenvalues. */
    enum Method {
        /** All eigenvalues, by as many products as a point has numbers. */
        EXACT,
        /** Their distribution, by fewer products. */
        LANCZOS
    }

    /** Up to so many numbers in a point, all eigenvalues are computed by default. */
    static final int EXACT = 256;

    /** The default number of products in the Lanczos method, as a share of the exact method's. */
    private static final int TENTH = 10;

    private static final int FEWEST_PRODUCTS = 4 * LanczosSpectrum.DIRECTIONS;

    /** A plan for points of so many numbers; null arguments have defaults. */
    static DimensionPlan of(
            int width,
            @Nullable Method method,
            @Nullable Integer products,
            @Nullable Double threshold,
            boolean pngSizes,
            long seed) {
        Method chosen = method != null ? method : width <= EXACT ? Method.EXACT : Method.LANCZOS;
        if (chosen == Method.EXACT && products != null) {
            throw new UsageException(
                    "--matvecs is given, but all eigenvalues are computed.",
                    "They take as many products as a point has numbers; Lanczos' method, which takes fewer, begins above "
                            + EXACT + " numbers a point.",
                    "Leave the option out, or add --method lanczos.");
        }
        if (products != null && products < LanczosSpectrum.DIRECTIONS) {
            throw new UsageException(
                    products + " products with the Hessian were asked for.",
                    "There are " + LanczosSpectrum.DIRECTIONS
                            + " random directions, and at least one product for each.",
                    "Choose a tenth of the numbers of a point, here " + Math.max(FEWEST_PRODUCTS, width / TENTH) + ".");
        }
        int taken = products != null ? products : Math.max(FEWEST_PRODUCTS, width / TENTH);
        return new DimensionPlan(chosen, taken, threshold, pngSizes, seed);
    }
}
