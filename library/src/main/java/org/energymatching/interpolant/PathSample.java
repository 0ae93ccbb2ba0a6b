package org.energymatching.interpolant;

import org.energymatching.tensor.Tensor;

/**
 * Points on paths from source to data, and the velocities there.
 *
 * @param times t of each row, in [0, 1]
 * @param position x_t, (B, …)
 * @param velocity u = dx_t/dt, what -∇V(x_t) is fitted to, (B, …)
 */
public record PathSample(double[] times, Tensor position, Tensor velocity) {}
