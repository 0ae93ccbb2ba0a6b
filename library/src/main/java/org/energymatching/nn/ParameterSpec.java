package org.energymatching.nn;

import org.energymatching.tensor.Shape;

/**
 * The specification of one array of parameters: its name in the state dict, its shape and its initialisation.
 *
 * @param name as in PyTorch's state dict, for example {@code layers.0.weight}
 * @param shape its extents
 * @param centre the centre of its initial values
 * @param bound the initial values are uniform in [centre - bound, centre + bound]
 */
public record ParameterSpec(String name, Shape shape, double centre, double bound) {

    /** Parameters with uniform initial values in [-bound, bound]. */
    public ParameterSpec(String name, Shape shape, double bound) {
        this(name, shape, 0, bound);
    }

    /** Parameters with the same initial value. */
    public static ParameterSpec constant(String name, Shape shape, double value) {
        return new ParameterSpec(name, shape, value, 0);
    }
}
