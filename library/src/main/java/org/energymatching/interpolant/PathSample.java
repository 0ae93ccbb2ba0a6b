package org.energymatching.interpolant;

import org.energymatching.Samples;

/**
 * Points on the way from source to data, and where they should go.
 *
 * @param times t of each row, in [0, 1]
 * @param position x_t, (B, …)
 * @param velocity u = dx_t/dt, what -∇V(x_t) is fitted to, (B, …)
 */
public record PathSample(float[] times, Samples position, Samples velocity) {}
