package org.energymatching.cli.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import org.energymatching.Samples;
import org.energymatching.checkpoint.file.TorchArchive;
import org.energymatching.checkpoint.file.WrappedNames;
import org.energymatching.data.image.ImageSet;
import org.energymatching.error.DataException;
import org.energymatching.metric.Features;
import org.energymatching.nn.feature.CifarResNet;
import org.energymatching.nn.feature.FeatureNetwork;
import org.energymatching.nn.feature.InceptionV3;
import org.energymatching.nn.feature.TorchScriptFeatures;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The features by which images are compared: their own pixels, or those of a network from a file.
 *
 * @param description the features and the conversion of images before, for people
 * @param fitting converts images to the form that the features take
 * @param features of images in that form
 * @param network the network to close at the end, if any
 */
record FeatureChoice(
        String description,
        UnaryOperator<ImageSet> fitting,
        Features features,
        @Nullable FeatureNetwork network) implements AutoCloseable {

    /** The side of averaged images, in pixels. */
    private static final int COARSE = 14;

    /** The side of the images that a ResNet for CIFAR was trained on, in pixels. */
    private static final int CIFAR = 32;

    private static final String STATE_DICT = "state_dict";

    /**
     * The features of a network from a file, or without a file the pixels.
     *
     * @param shape of the images to be compared
     */
    static FeatureChoice of(@Nullable Path file, Shape shape) {
        if (file == null) {
            return pixels(shape);
        }
        String colour = shape.at(0) == 1 ? ", grey repeated to colour" : "";
        if (isTorchScript(file)) {
            return by(TorchScriptFeatures.load(file), "TorchScript " + file + colour, set -> set.channels(3));
        }
        Map<String, float[]> weights = weights(file);
        try {
            if (weights.containsKey("layer1.0.conv1.weight")) {
                CifarResNet network = CifarResNet.of(weights);
                String name = "ResNet-" + network.depth() + " of " + file + colour;
                return by(network, name + fittingToCifar(shape), set -> fitToCifar(set.channels(3)));
            }
            if (weights.keySet().stream().anyMatch(name -> name.startsWith("Conv2d_1a_3x3."))) {
                String name = "Inception v3 of " + file + colour + ": the Fréchet distance is the FID";
                return by(InceptionV3.of(weights), name, set -> set.channels(3));
            }
        } catch (DataException unfit) {
            throw new DataException(file + ": " + unfit.happened(), unfit.expected(), unfit.remedy(), unfit);
        }
        throw new DataException(
                file + " holds the weights of an unknown network: "
                        + String.join(", ", weights.keySet().stream().limit(5).toList())
                        + (weights.size() > 5 ? ", …" : "") + ".",
                "A ResNet for CIFAR has a tensor layer1.0.conv1.weight, Inception v3 in the layout of pytorch-fid has"
                        + " Conv2d_1a_3x3.conv.weight.",
                "Choose a file of one of the two, or save another network as TorchScript with torch.jit.save.");
    }

    /** The features of images in [−1, 1], after conversion to bytes as in files. */
    Samples of(Samples pictures) {
        ImageSet set = fitting.apply(ImageSet.of(pictures));
        float[] bytes = new float[Math.multiplyExact(set.count(), set.shape().length())];
        int at = 0;
        for (byte[] picture : set.pixels()) {
            for (byte pixel : picture) {
                bytes[at++] = Byte.toUnsignedInt(pixel);
            }
        }
        return features.of(new Samples(bytes, set.shape().batch(set.count())));
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }

    private static FeatureChoice by(FeatureNetwork network, String description, UnaryOperator<ImageSet> fitting) {
        return new FeatureChoice(description, fitting, Features.by(network), network);
    }

    private static FeatureChoice pixels(Shape shape) {
        int height = (int) Math.min(COARSE, shape.at(1));
        int width = (int) Math.min(COARSE, shape.at(2));
        boolean whole = height == shape.at(1) && width == shape.at(2);
        int numbers = (int) shape.at(0) * height * width;
        return new FeatureChoice(
                "pixels" + (whole ? "" : " averaged to " + height + "x" + width) + ", " + numbers
                        + " numbers from 0 to 1",
                set -> set.resize(height, width),
                pictures -> {
                    float[] values = pictures.values();
                    for (int i = 0; i < values.length; i++) {
                        values[i] /= 255;
                    }
                    return new Samples(values, Shape.of(pictures.rows(), numbers));
                },
                null);
    }

    private static String fittingToCifar(Shape shape) {
        if (shape.at(1) == CIFAR && shape.at(2) == CIFAR) {
            return "";
        }
        return (larger(shape) ? ", resized to " : ", padded with black to ") + CIFAR + "x" + CIFAR;
    }

    private static boolean larger(Shape shape) {
        return shape.at(1) > CIFAR || shape.at(2) > CIFAR;
    }

    /** Smaller images are padded with black, since stretched ones would be unlike the network's training data. */
    private static ImageSet fitToCifar(ImageSet set) {
        if (larger(set.shape())) {
            return set.resize(CIFAR, CIFAR);
        }
        int height = (int) set.shape().at(1);
        int width = (int) set.shape().at(2);
        int corner = (CIFAR - height) / 2 * CIFAR + (CIFAR - width) / 2;
        byte[][] framed = Arrays.stream(set.pixels())
                .map(picture -> {
                    byte[] wide = new byte[3 * CIFAR * CIFAR];
                    for (int row = 0; row < 3 * height; row++) {
                        int plane = row / height * CIFAR * CIFAR;
                        System.arraycopy(picture, row * width, wide, plane + corner + row % height * CIFAR, width);
                    }
                    return wide;
                })
                .toArray(byte[][]::new);
        return new ImageSet(framed, Shape.of(3, CIFAR, CIFAR));
    }

    /** Such archives contain the constants of a program besides its weights. */
    private static boolean isTorchScript(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().endsWith("/constants.pkl"));
        } catch (IOException noArchive) {
            return false;
        }
    }

    private static Map<String, float[]> weights(Path file) {
        TorchArchive archive = TorchArchive.read(file);
        boolean nested = archive.root() instanceof Map<?, ?> map && map.containsKey(STATE_DICT);
        Map<String, float[]> weights = new LinkedHashMap<>();
        try {
            WrappedNames.unwrapped(archive.stateDict(nested ? new String[] {STATE_DICT} : new String[0]))
                    .forEach((name, entry) -> weights.put(name, entry.values()));
        } catch (DataException unfit) {
            throw new DataException(
                    unfit.happened(),
                    "The tensors of the network were expected at the root of the file, or under 'state_dict'.",
                    "Save the state_dict() of the network alone with torch.save.",
                    unfit);
        }
        return weights;
    }
}
