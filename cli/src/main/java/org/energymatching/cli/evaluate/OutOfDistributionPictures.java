package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.ImageSource;
import org.energymatching.data.image.ImageData;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.Images;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Out-of-distribution images for a run, with their conversion to the form of the run's images.
 *
 * @param name of the images
 * @param pictures in [−1, 1] and the shape of the run's images
 * @param conversion a few words, or none
 */
public record OutOfDistributionPictures(String name, Samples pictures, String conversion) {

    private static final double NOISE = 0.5;

    /** Images of a file or folder, converted to a shape; at most the wanted number. */
    public static OutOfDistributionPictures read(Path path, RunConfig.Data data, Shape shape, int n, Rng rng) {
        boolean folder = Images.ofPictures(path);
        ImageSet stored =
                (folder ? ImageSource.read(path, data, shape) : Images.read(path, ImageReading.asStored())).set();
        ImageSet fitted = stored.channels((int) shape.at(0)).resize((int) shape.at(1), (int) shape.at(2));
        String conversion = folder
                ? "cropped and resized to " + shape
                : stored.shape().equals(shape) ? "" : "brought from " + stored.shape() + " to " + shape;
        return new OutOfDistributionPictures(
                path.toString(), new ImageData(fitted, false).batch(0, Math.min(n, fitted.count()), rng), conversion);
    }

    /** Foreign images that need no file: the reference with added noise, and noise alone. */
    public static List<OutOfDistributionPictures> builtIn(Samples reference, Rng rng) {
        float[] corrupted = reference.values().clone();
        float[] pure = new float[corrupted.length];
        Rng normal = rng.stream("corruption");
        Rng uniform = rng.stream("pure noise");
        for (int i = 0; i < pure.length; i++) {
            corrupted[i] = (float) Math.max(-1, Math.min(1, corrupted[i] + NOISE * normal.nextGaussian()));
            pure[i] = (float) uniform.nextDouble(-1, 1);
        }
        return List.of(
                new OutOfDistributionPictures(
                        "noise-corrupted",
                        new Samples(corrupted, reference.shape()),
                        "the reference plus normal noise of deviation " + NOISE + ", kept within [-1, 1]"),
                new OutOfDistributionPictures(
                        "pure noise", new Samples(pure, reference.shape()), "every pixel uniform in [-1, 1]"));
    }
}
