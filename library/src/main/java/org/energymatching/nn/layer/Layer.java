package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Tensor;

/** A part of a network: the parameters it needs, what it makes of an input with them, and the way back. */
interface Layer {

    /** What it needs, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Its output, and the gradient's way back through it. */
    ValueAndPullback trace(Tensor x, Pass pass);
}
