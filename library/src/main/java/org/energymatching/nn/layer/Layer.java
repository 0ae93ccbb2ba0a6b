package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.tensor.Tensor;

/** A layer of a network: its parameters, its function and its pullback. */
interface Layer {

    /** Its parameters, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Its output with its pullback. */
    ValueAndPullback trace(Tensor x, Pass pass);
}
