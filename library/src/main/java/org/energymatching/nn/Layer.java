package org.energymatching.nn;

import java.util.stream.Stream;
import org.energymatching.tensor.Tensor;

/** A part of a network: the parameters it needs, and what it makes of an input with them. */
interface Layer {

    /** What it needs, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Its output. */
    Tensor apply(Tensor x, Pass pass);
}
