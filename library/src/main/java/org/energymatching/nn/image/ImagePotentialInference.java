package org.energymatching.nn.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Infers the sizes of an image potential from names and shapes, and accepts them only if they explain all of these.
 *
 * @param shapes by name, from an untrusted file
 * @param origin their file, for messages
 */
record ImagePotentialInference(Map<String, Shape> shapes, String origin) {

    private static final String TIME = "time_embed.0.weight";
    private static final String FIRST = "input_blocks.0.0.weight";
    private static final String UP = "output_blocks.0.0.in_layers.0.weight";
    private static final String PATCHES = "patch_embed.patch_embed.weight";
    private static final String POSITIONS = "patch_embed.pos_embed";
    private static final String HIDDEN = "head.layers.0.weight";
    private static final int LARGEST_EXTENT = 1 << 20;
    private static final int LARGEST_PICTURE = 1 << 24;
    private static final int MOST_LEVELS = 16;
    private static final int SHOWN = 5;

    ImagePotentialShapes infer() {
        requireFamily();
        int channels = extent(FIRST, 1);
        int width = extent(TIME, 1);
        int outputs = count(ImagePotentialInference::upward);
        int resampled = IntStream.range(0, outputs)
                .filter(k -> enlarges(k, ".conv.weight") || enlarges(k, ".in_layers.0.weight"))
                .findFirst()
                .orElse(outputs - 1);
        int levels = resampled < 1 ? 0 : outputs / (resampled + 1);
        if (levels < 1 || levels > MOST_LEVELS || outputs % (resampled + 1) != 0) {
            throw unfit(outputs + " blocks on the way up, the first of a new level after " + resampled, null);
        }
        int side = side(channels);
        ImagePotentialShapes sizes = new ImagePotentialShapes(
                Shape.of(channels, side, side),
                width,
                multipliers(width, levels, resampled),
                resampled,
                IntStream.range(0, levels)
                        .filter(level -> shapes.containsKey(first(level, resampled) + ".1.qkv.weight"))
                        .mapToObj(level -> side >> level)
                        .toList(),
                enlarges(resampled, ".in_layers.0.weight"),
                head());
        requireAll(sizes);
        return sizes;
    }

    /** The first block of a level in the encoder: after the first convolution, each level has its blocks and a downsampling. */
    private static String first(int level, int blocks) {
        return "input_blocks." + (1 + level * (blocks + 1));
    }

    private static String upward(int k) {
        return "output_blocks." + k + ".0.in_layers.0.weight";
    }

    /** Whether the residual block, with its attention if any, is followed by another one that doubles the resolution. */
    private boolean enlarges(int k, String by) {
        return IntStream.of(1, 2).anyMatch(part -> shapes.containsKey("output_blocks." + k + "." + part + by));
    }

    private List<Integer> multipliers(int width, int levels, int blocks) {
        List<Integer> multipliers = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            int channels = extent(first(level, blocks) + ".0.in_layers.2.weight", 0);
            if (channels % width != 0) {
                throw unfit("a level of " + channels + " channels over a width of " + width, null);
            }
            multipliers.add(channels / width);
        }
        return multipliers;
    }

    private int side(int channels) {
        boolean vision = shapes.containsKey(PATCHES);
        int squared = vision ? extent(POSITIONS, 1) : extent(HIDDEN, 1) / channels;
        long side = Math.round(Math.sqrt(squared)) * (vision ? extent(PATCHES, 2) : 1);
        if (side < 1 || side > LARGEST_PICTURE || side * side * channels > LARGEST_PICTURE) {
            throw unfit("pictures of " + channels + " channels and " + side + " pixels a side", null);
        }
        return (int) side;
    }

    private ImagePotentialShapes.HeadShapes head() {
        if (shapes.containsKey(PATCHES)) {
            return new ImagePotentialShapes.VisionShapes(
                    extent(PATCHES, 2),
                    extent(PATCHES, 0),
                    count(layer -> "transformer_encoder.layers." + layer + ".linear1.weight"));
        }
        int layers = count(layer -> "head.layers." + layer + ".weight");
        return new ImagePotentialShapes.PerceptronShapes(IntStream.range(0, layers - 1)
                .mapToObj(layer -> extent("head.layers." + layer + ".weight", 0))
                .toList());
    }

    private int count(IntFunction<String> name) {
        return (int) IntStream.range(0, shapes.size())
                .takeWhile(k -> shapes.containsKey(name.apply(k)))
                .count();
    }

    private int extent(String name, int axis) {
        Shape shape = shapes.get(name);
        if (shape == null || axis >= shape.rank() || shape.at(axis) < 1 || shape.at(axis) > LARGEST_EXTENT) {
            throw unfit(shape == null ? "no " + name : name + " of shape " + shape, null);
        }
        return (int) shape.at(axis);
    }

    private void requireFamily() {
        boolean head = shapes.containsKey(HIDDEN) || shapes.containsKey(PATCHES) && shapes.containsKey(POSITIONS);
        if (!head || !Stream.of(TIME, FIRST, UP).allMatch(shapes::containsKey)) {
            List<String> names = shapes.keySet().stream().limit(SHOWN).toList();
            throw new DataException(
                    origin + " holds no image potential, but " + shapes.size() + " tensors of other names"
                            + (names.isEmpty() ? "" : ": " + String.join(", ", names))
                            + (shapes.size() > SHOWN ? ", and " + (shapes.size() - SHOWN) + " more" : "") + ".",
                    "An image potential has " + String.join(", ", TIME, FIRST, UP) + ", and either " + POSITIONS
                            + " or " + HIDDEN + ".",
                    likelyCause());
        }
    }

    private String likelyCause() {
        for (String name : shapes.keySet()) {
            if (name.endsWith("." + TIME)) {
                String prefix = name.substring(0, name.length() - TIME.length());
                return "The names begin with '" + prefix + "', as a wrapper around the network adds it: take it off.";
            }
        }
        if (has("init_conv.") || has("downs.")) {
            return "It looks like the network on sequences of the protein experiments; choose one on pictures.";
        }
        if (has("down_blocks.") || has("conv_in.")) {
            return "It looks like a network of the library diffusers, which is no potential; choose another file.";
        }
        if (has("layers.0.")) {
            return "It looks like a perceptron; choose a network on pictures.";
        }
        if (has("input_blocks.")) {
            return "It looks like a UNet of guided diffusion without a head, which is no potential; choose another file.";
        }
        return "It is likely another kind of network, or only a part of one; choose another file.";
    }

    private boolean has(String prefix) {
        return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Checks that the arrays of a network of these sizes are those of the file; they do not depend on heads and scale. */
    private void requireAll(ImagePotentialShapes sizes) {
        StateDictDifference difference;
        try {
            difference = StateDictDifference.between(sizes.potential(1, 0, 1, 1).parameters(), shapes);
        } catch (UsageException impossible) {
            throw unfit("sizes that cannot be: " + impossible.happened(), impossible);
        }
        if (!difference.isNone()) {
            throw difference.error(
                    origin, "It is likely a variant of the network that is not known here, or only a part of one.");
        }
    }

    private DataException unfit(String what, @Nullable UsageException cause) {
        String happened = origin + " has the names of an image potential, but " + what.replaceFirst("\\.$", "") + ".";
        String expected = "The shapes of an image potential follow from its width, multipliers, blocks and head.";
        String remedy = "It is likely a variant that is not known here, or was changed by hand; choose another file.";
        return cause == null
                ? new DataException(happened, expected, remedy)
                : new DataException(happened, expected, remedy, cause);
    }
}
