package org.energymatching.nn.image;

import static org.energymatching.tensor.engine.Binding.result;
import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Description;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.layer.Conv2d;
import org.energymatching.nn.layer.EncoderLayer;
import org.energymatching.nn.layer.Linear;
import org.energymatching.nn.layer.Tokens;
import org.energymatching.nn.layer.ValueAndPullback;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A vision transformer from the patches of an image to one number (Dosovitskiy et al. 2021; paper, appendix on architectures):
 * w · mean over patches of encoder(patches + positions) + b.
 *
 * @param patch the side of a patch in pixels
 * @param width the length of a patch's token
 * @param layers of the encoder
 * @param heads of attention in each
 * @param dropout the rate of units left out in training
 */
public record VisionHead(int patch, int width, int layers, int heads, double dropout) implements Head {

    private static final double POSITION_DEVIATION = 0.02;
    private static final int MOST_LAYERS = 1000;

    public VisionHead {
        if (patch < 1
                || layers < 0
                || layers > MOST_LAYERS
                || heads < 1
                || width < heads
                || width % heads != 0
                || !(dropout >= 0 && dropout < 1)) {
            throw new UsageException(
                    "A head with patches of " + patch + " pixels, tokens of " + width + " numbers, " + layers
                            + " layers of " + heads + " heads and a dropout of " + dropout + " was asked for.",
                    "A token's numbers are shared out evenly among the heads, there are at most " + MOST_LAYERS
                            + " layers, and the dropout lies in [0, 1).",
                    "Choose for example patches of 4, tokens of 128, 2 layers, 2 heads and a dropout of 0.1.");
        }
    }

    /** The stages from an image of this shape, (C, H, W), to one number for each row, (B, 1). */
    List<Stage> stages(Shape picture) {
        if (picture.at(1) % patch != 0 || picture.at(2) % patch != 0) {
            throw new UsageException(
                    "Pictures of " + picture.at(1) + " x " + picture.at(2) + " pixels were to be cut into patches of "
                            + patch + ".",
                    "Both sides are multiples of the patch.",
                    "Choose a patch that divides them, such as 4.");
        }
        List<Stage> stages = new ArrayList<>();
        stages.add(patches(picture));
        IntStream.range(0, layers)
                .mapToObj(i -> new EncoderLayer("transformer_encoder.layers." + i, width, heads, dropout))
                .forEach(layer -> stages.add(new Stage(
                        layer.parameters().toList(),
                        (state, e, pass) -> Stage.Step.of(layer.trace(state.value(), pass)))));
        Linear last = new Linear("final_linear", width, 1);
        stages.add(new Stage(
                last.parameters().toList(),
                (state, e, pass) -> Stage.Step.of(mean(state.value()).then(y -> last.trace(y, pass)))));
        return stages;
    }

    /** The mean over tokens: (B, n, width) to (B, width). */
    private static ValueAndPullback mean(Tensor tokens) {
        Shape shape = tokens.shape();
        return ValueAndPullback.of(
                result(() -> unwrap(tokens).mean(1)),
                gradient -> gradient.times(1.0 / shape.at(1))
                        .reshape(shape.at(0), 1, shape.at(2))
                        .expand(shape.at(0), shape.at(1), shape.at(2)));
    }

    private Stage patches(Shape picture) {
        int channels = Math.toIntExact(picture.at(0));
        Conv2d cut = new Conv2d("patch_embed.patch_embed", channels, width, patch, patch, 0, false);
        long rows = picture.at(1) / patch;
        long columns = picture.at(2) / patch;
        ParameterSpec positions = new ParameterSpec(
                "patch_embed.pos_embed", Shape.of(1, rows * columns, width), Math.sqrt(3) * POSITION_DEVIATION);
        return new Stage(
                Stream.concat(Stream.of(positions), cut.parameters()).toList(),
                (state, e, pass) -> Stage.Step.of(cut.trace(state.value(), pass)
                        .then(y -> ValueAndPullback.of(
                                Tokens.of(y).plus(pass.weight(positions.name())),
                                gradient -> Tokens.picture(gradient, rows, columns)))));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "vision");
        description.put("patch", patch);
        description.put("width", width);
        description.put("layers", layers);
        description.put("heads", heads);
        description.put("dropout", dropout);
        return description;
    }

    static VisionHead from(Description description) {
        return new VisionHead(
                description.integer("patch"),
                description.integer("width"),
                description.integer("layers"),
                description.integer("heads"),
                description.number("dropout"));
    }
}
