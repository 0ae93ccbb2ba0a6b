package org.energymatching.density;

import org.energymatching.Samples;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/** A density whose draws and volume are known, in coordinates z of its own: where annealed chains start. */
interface BaseDistribution {

    /** How many numbers a row has. */
    int width();

    /** Draws z, row i from {@code rng.at(first + i)}. */
    float[] draws(long first, int rows, Rng rng);

    /** U₀(z), whose exp(-U₀) is the density up to its volume: (B, d) to (B). */
    Tensor energy(Tensor z);

    /** -∇U₀(z): (B, d) to (B, d). */
    Tensor drift(Tensor z);

    /** x at z: (B, d) to (B, d). */
    Tensor position(Tensor z);

    /** A slope in x as one in z. */
    Tensor pulledBack(Tensor slope);

    /** z at rows x. */
    float[] coordinates(Samples x);

    /** log ∫ exp(-U₀) dz + log |det dx/dz|: what is added to a ratio of volumes in z to have log Z in x. */
    double logVolume();
}
