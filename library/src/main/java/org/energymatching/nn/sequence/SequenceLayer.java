package org.energymatching.nn.sequence;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Tensor;

/** A layer of the network of a {@link SequencePotential}, on sequences stored position by position, (L · B, C). */
interface SequenceLayer {

    /** Its parameters, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Converts its parameters to the weights of {@link #linearize}. */
    void prepare(SequenceWeights weights);

    /** Its output for e, silu of the time embedding, in operations that the engine records. */
    Tensor apply(Tensor x, Tensor e, Pass pass);

    /** The same with explicit derivatives. */
    Linearization linearize(Tensor x, DirectPass pass);
}
