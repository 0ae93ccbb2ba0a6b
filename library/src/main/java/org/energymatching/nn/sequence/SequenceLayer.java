package org.energymatching.nn.sequence;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Pass;
import org.energymatching.tensor.Tensor;

/** A part of the network of a {@link SequencePotential}, on sequences that lie position by position, (L · B, C). */
interface SequenceLayer {

    /** What it needs, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Puts its parameters into the form that {@link #linearize} computes with. */
    void prepare(SequenceWeights weights);

    /** Its output for e, silu of the time embedding, in operations that the engine records. */
    Tensor apply(Tensor x, Tensor e, Pass pass);

    /** The same with its derivatives written out. */
    Linearization linearize(Tensor x, DirectPass pass);
}
