package org.energymatching.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.Split;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Progress;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.image.Background;
import org.energymatching.data.image.ImageData;
import org.energymatching.data.image.ImageLabels;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.Images;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** The images of a run. */
public final class ImageSource {

    /** How many of the images that were left out are named. */
    private static final int NAMED = 10;

    private ImageSource() {}

    /** The images of a configuration, split into training and held-out ones. */
    static DataSource open(RunConfig config, Progress progress) {
        Path path = path(config);
        Images images = read(path, config.data(), progress);
        ImageSet all = images.set();
        requireSquares(path, all.shape());
        Split.Rows rows = DataSource.naming(
                path,
                "data.holdout",
                () -> Split.rows(all.count(), config.data().holdout(), Rng.of(config.seed()).stream("holdout")));
        if (rows.training().length < 2) {
            throw new DataException(
                    path + " leaves a single picture to learn from.",
                    "Nothing can be learnt from fewer than two.",
                    "Provide more pictures or change the share that is held out (data.holdout).");
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sha256", Sha256.of(all.pixels()));
        description.put("images", all.count());
        description.put(
                "shape",
                IntStream.range(0, 3)
                        .map(axis -> (int) all.shape().at(axis))
                        .boxed()
                        .toList());
        ConditionSource conditions =
                ConditionSource.of(path.toString(), config.data().condition(), label -> ImageLabels.of(path, images));
        return new DataSource(
                new ImageData(all.pick(rows.training()), config.data().flip(), conditions.of(rows.training())),
                all.samples(rows.heldOut()).given(conditions.of(rows.heldOut())),
                null,
                List.of(),
                notes(images),
                description,
                conditions.conditions());
    }

    /** An imported potential is used without its training images; only here are they needed. */
    private static Path path(RunConfig config) {
        String path = config.data().path();
        if (path == null || path.isBlank()) {
            throw new UsageException(
                    "data.kind is images but data.path is empty (" + config.name() + ").",
                    "The path of an idx, CIFAR or NumPy file, or of a folder of pictures, was expected.",
                    "Add --data PATH to the command; 'em fetch mnist' downloads one.");
        }
        return Path.of(path);
    }

    /** Image files are resized to the shape of the configuration; other files have their own shape. */
    private static Images read(Path path, RunConfig.Data data, Progress progress) {
        ImageReading reading = ImageReading.asStored().reporting(progress);
        if (!Images.ofPictures(path)) {
            return Images.read(path, reading);
        }
        Path parent = path.toAbsolutePath().normalize().getParent();
        reading = reading.withShape(Shape.of(data.channels(), data.side(), data.side()));
        return decoded(
                path,
                data,
                Files.isDirectory(path) && parent != null && Files.isWritable(parent)
                        ? reading.cachedIn(parent.resolve(".em-cache"))
                        : reading);
    }

    /** Images of this shape, or resized to it if they are image files, decoded by the configuration. */
    public static Images read(Path path, RunConfig.Data data, Shape shape) {
        return decoded(path, data, ImageReading.asStored().withShape(shape));
    }

    private static Images decoded(Path path, RunConfig.Data data, ImageReading reading) {
        try {
            ImageReading over = reading.over(background(data));
            return Images.read(path, data.skipCorrupt() ? over.skippingCorrupt() : over);
        } catch (DataException unfit) {
            throw new DataException(
                    unfit.happened(),
                    unfit.expected(),
                    unfit.remedy()
                            .replace("have corrupt pictures skipped", "add data.skipCorrupt=true to leave such out")
                            .replace("without skipping", "with data.skipCorrupt=false"),
                    unfit);
        }
    }

    public static Background background(RunConfig.Data data) {
        return Background.valueOf(data.background().name());
    }

    private static void requireSquares(Path path, Shape shape) {
        if (shape.at(1) != shape.at(2)) {
            throw new DataException(
                    path + " holds pictures of " + shape.at(1) + " rows of " + shape.at(2) + " pixels.",
                    "Networks for pictures take squares.",
                    "Crop them, or give them as a folder of PNG pictures, which are cropped to data.side.");
        }
    }

    /** How images were converted, a sentence each. */
    static List<String> notes(Images images) {
        List<String> notes = new ArrayList<>();
        int left = images.skipped().size();
        if (images.converted() > 0) {
            notes.add(Numbers.format(
                    "%,d of %s %s %s",
                    images.converted(),
                    pictures(images.set().count()),
                    images.converted() == 1 ? "was" : "were",
                    images.set().shape().at(0) == 1 ? "in colour and became grey" : "grey and became colour"));
        }
        if (left > 0) {
            notes.add(pictures(left) + " could not be decoded and " + (left == 1 ? "was" : "were") + " left out: "
                    + String.join(", ", images.skipped().subList(0, Math.min(NAMED, left)))
                    + (left > NAMED ? Numbers.format(", and %,d more", left - NAMED) : ""));
        }
        if (!images.passedOver().isEmpty()) {
            notes.add(images.passedOver() + " passed over beside "
                    + pictures(images.set().count()) + ": PNG, JPEG, BMP and GIF are read");
        }
        return notes;
    }

    private static String pictures(int count) {
        return count == 1 ? "1 picture" : Numbers.format("%,d pictures", count);
    }
}
