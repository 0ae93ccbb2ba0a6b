package org.energymatching.cli.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.ImagePotentialShapes;
import org.energymatching.nn.image.ImagePotentialShapes.PerceptronShapes;
import org.energymatching.nn.image.ImagePotentialShapes.VisionShapes;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of weights that were trained elsewhere: sizes from their shapes, the rest from a recipe or the user.
 *
 * @param config the whole configuration
 * @param inferred the settings that follow from the tensors
 * @param chosen the settings that do not, with their source
 * @param remarks further messages for the user
 */
record ImportedConfig(RunConfig config, List<Told> inferred, List<Told> chosen, List<String> remarks) {

    private static final String HEADS = "network.image.unet.heads";
    private static final String HEAD_CHANNELS = "network.image.unet.headChannels";
    private static final String TOKEN_HEADS = "network.image.head.vision.heads";
    private static final String SCALE = "network.image.scale";
    private static final List<String> NOT_IN_TENSORS = List.of(
            HEADS,
            HEAD_CHANNELS,
            "network.image.unet.dropout",
            TOKEN_HEADS,
            "network.image.head.vision.dropout",
            SCALE,
            "network.image.softClamp");

    /** A key, its value and the source of the value. */
    record Told(String key, String value, String origin) {}

    /** Infers what follows from the tensors, takes the rest from the recipe and from {@code key=value} settings, and checks it all. */
    static ImportedConfig of(
            WeightFile file, Map<String, Shape> shapes, @Nullable String recipe, List<String> written) {
        List<String> settings = withoutHeadChannels(written);
        ImagePotentialShapes sizes = ImagePotentialShapes.of(shapes, file.path().toString());
        ImportBase base = ImportBase.of(file, recipe);
        Set<String> given = RunConfig.keys(settings);
        List<String> inferred = inferred(sizes);
        RunConfig told = told(base, inferred, file);
        List<String> keys = List.copyOf(RunConfig.keys(inferred));
        RunConfig config = base.with()
                .apply(Stream.concat(inferred.stream(), settings.stream()).toList());
        if (!base.complete()) {
            requireAll(given, sizes, file);
        }
        List<Difference> contradictions = told.differences(config).stream()
                .filter(difference -> keys.contains(difference.key()))
                .toList();
        requireFit(config, shapes, file, contradictions);
        return new ImportedConfig(
                config,
                keys.stream()
                        .map(key -> new Told(key, config.value(key), "tensors"))
                        .toList(),
                NOT_IN_TENSORS.stream()
                        .filter(key -> !key.startsWith("network.image.head") || sizes.head() instanceof VisionShapes)
                        .map(key -> new Told(key, config.value(key), given.contains(key) ? "given" : base.origin()))
                        .toList(),
                remarks(base, told));
    }

    /** A number of heads given alone is used, though a number of channels would have precedence. */
    private static List<String> withoutHeadChannels(List<String> settings) {
        Set<String> keys = RunConfig.keys(settings);
        return keys.contains(HEADS) && !keys.contains(HEAD_CHANNELS)
                ? Stream.concat(settings.stream(), Stream.of(HEAD_CHANNELS + "=0"))
                        .toList()
                : settings;
    }

    /** The network of the configuration. */
    ImagePotential potential() {
        return potential(config);
    }

    private static ImagePotential potential(RunConfig config) {
        int side = config.data().side();
        Shape shape = Shape.of(config.data().channels(), side, side);
        return (ImagePotential) config.network().architecture(shape);
    }

    private static List<String> inferred(ImagePotentialShapes sizes) {
        List<String> keys = new ArrayList<>(List.of(
                "data.channels=" + sizes.inputShape().at(0),
                "data.side=" + sizes.inputShape().at(1),
                "network.image.unet.width=" + sizes.width(),
                "network.image.unet.multipliers=" + sizes.multipliers(),
                "network.image.unet.blocks=" + sizes.blocks(),
                "network.image.unet.attention=" + sizes.attention(),
                "network.image.unet.residualResampling=" + sizes.residualResampling()));
        if (sizes.head() instanceof VisionShapes vision) {
            keys.add("network.image.head=vision");
            keys.add("network.image.head.vision.patch=" + vision.patch());
            keys.add("network.image.head.vision.width=" + vision.width());
            keys.add("network.image.head.vision.layers=" + vision.layers());
        } else if (sizes.head() instanceof PerceptronShapes perceptron) {
            keys.add("network.image.head=mlp");
            keys.add("network.image.head.mlp.widths=" + perceptron.widths());
        }
        return keys;
    }

    private static RunConfig told(ImportBase base, List<String> inferred, WeightFile file) {
        try {
            return base.with().apply(inferred);
        } catch (UsageException beyond) {
            throw file.unfit(beyond);
        }
    }

    private static void requireAll(Set<String> given, ImagePotentialShapes sizes, WeightFile file) {
        List<String> lacking = new ArrayList<>();
        if (!given.contains(HEADS) && !given.contains(HEAD_CHANNELS)) {
            lacking.add(HEAD_CHANNELS + " (or " + HEADS + ")");
        }
        if (!given.contains(TOKEN_HEADS) && sizes.head() instanceof VisionShapes vision && vision.layers() > 0) {
            lacking.add(TOKEN_HEADS);
        }
        if (!given.contains(SCALE)) {
            lacking.add(SCALE);
        }
        if (!lacking.isEmpty()) {
            throw new UsageException(
                    file.path() + " does not tell " + String.join(", ", lacking) + ".",
                    "Shapes tell a network's sizes, but not how many heads share its channels nor what its output is multiplied by.",
                    "Add --recipe NAME if it was trained by a recipe, such as --recipe cifar10, or these keys, such as network.image.scale=1000.");
        }
    }

    private static void requireFit(
            RunConfig config, Map<String, Shape> shapes, WeightFile file, List<Difference> contradictions) {
        StateDictDifference difference =
                StateDictDifference.between(potential(config).parameters(), shapes);
        if (!difference.isNone()) {
            throw difference.error(
                    file.path().toString(),
                    "Leave out what the tensors contradict: "
                            + String.join(
                                    ", ",
                                    contradictions.stream()
                                            .map(key -> key.key() + " was given as " + key.there() + ", but they say "
                                                    + key.here())
                                            .toList())
                            + ".");
        }
    }

    private static List<String> remarks(ImportBase base, RunConfig told) {
        if (!base.complete()) {
            return List.of(
                    "Temperature and sampling are the program's defaults; --recipe NAME takes those of a recipe.");
        }
        return base.alone().differences(told).stream()
                .filter(difference -> difference.key().startsWith("network."))
                .map(difference -> "The tensors say " + difference.key() + "=" + difference.there() + ", "
                        + base.origin() + " " + difference.here() + ": the tensors count.")
                .toList();
    }
}
