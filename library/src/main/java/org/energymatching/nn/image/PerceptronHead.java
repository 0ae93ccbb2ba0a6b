package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Activation;
import org.energymatching.nn.layer.Elementwise;
import org.energymatching.nn.layer.Linear;
import org.energymatching.nn.layer.Pass;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A multilayer perceptron on all numbers of the image: the alternative to {@link VisionHead} for small images.
 *
 * @param widths the sizes of its hidden layers
 */
public record PerceptronHead(List<Integer> widths) implements Head {

    public PerceptronHead {
        widths = List.copyOf(widths);
        if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
            throw new UsageException(
                    "A head with hidden layers " + widths + " was asked for.",
                    "It has at least one hidden layer, each of at least one unit.",
                    "Choose for example [256].");
        }
    }

    /** The stages from an image of this shape, (C, H, W), to one number for each row, (B, 1). */
    List<Stage> stages(Shape picture) {
        List<Linear> layers = new ArrayList<>();
        int from = picture.length();
        for (int i = 0; i <= widths.size(); i++) {
            int to = i < widths.size() ? widths.get(i) : 1;
            layers.add(new Linear("head.layers." + i, from, to));
            from = to;
        }
        return List.of(new Stage(
                layers.stream().flatMap(Linear::parameters).toList(),
                (state, e, pass) -> Stage.Step.of(run(layers, state.value(), pass))));
    }

    private static ValueAndPullback run(List<Linear> layers, Tensor picture, Pass pass) {
        long[] extents = picture.shape().extents();
        ValueAndPullback h =
                ValueAndPullback.of(picture.reshape(extents[0], -1), gradient -> gradient.reshape(extents));
        for (Linear layer : layers.subList(0, layers.size() - 1)) {
            h = h.then(y -> layer.trace(y, pass)).then(y -> Elementwise.trace(Activation.SILU, y, pass));
        }
        return h.then(y -> layers.get(layers.size() - 1).trace(y, pass));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "perceptron");
        description.put("widths", widths);
        return description;
    }
}
