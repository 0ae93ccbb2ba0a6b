package org.energymatching.nn;

import org.energymatching.tensor.Shape;

/**
 * One array of parameters: its name in the state dict, its shape and how it begins.
 *
 * @param name as in PyTorch's state dict, for example {@code layers.0.weight}
 * @param shape its extents
 * @param centre the middle of where its numbers begin
 * @param bound they begin uniform in [centre - bound, centre + bound]
 */
public record ParameterSpec(String name, Shape shape, double centre, double bound) {

    /** Parameters that begin uniform in [-bound, bound]. */
    public ParameterSpec(String name, Shape shape, double bound) {
        this(name, shape, 0, bound);
    }

    /** Parameters that all begin at one value. */
    public static ParameterSpec constant(String name, Shape shape, double value) {
        return new ParameterSpec(name, shape, value, 0);
    }
}
