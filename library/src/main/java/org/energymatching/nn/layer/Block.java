package org.energymatching.nn.layer;

import java.util.stream.Stream;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.image.UNet;
import org.energymatching.tensor.Tensor;

/** A block of a {@link UNet}: a layer that depends on the time embedding. */
public interface Block {

    /** Its parameters, in the order of the state dict. */
    Stream<ParameterSpec> parameters();

    /** Its output for x (B, C, H, W) and e, silu of the time embedding, (1, embedding), with the pullback to x. */
    ValueAndPullback trace(Tensor x, Tensor e, Pass pass);

    /** A layer that does not depend on time. */
    static Block of(Layer layer) {
        return new Block() {
            @Override
            public Stream<ParameterSpec> parameters() {
                return layer.parameters();
            }

            @Override
            public ValueAndPullback trace(Tensor x, Tensor e, Pass pass) {
                return layer.trace(x, pass);
            }
        };
    }
}
