package org.energymatching.nn;

import org.energymatching.tensor.Shape;

/**
 * One array of parameters: its name in the state dict, its shape and how it begins.
 *
 * @param name as in PyTorch's state dict, for example {@code layers.0.weight}
 * @param shape its extents
 * @param bound it begins uniform in [-bound, bound]
 */
public record ParameterSpec(String name, Shape shape, double bound) {}
