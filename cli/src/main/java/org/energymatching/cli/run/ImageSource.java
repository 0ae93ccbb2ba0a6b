package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.ImageData;
import org.energymatching.data.ImageReading;
import org.energymatching.data.ImageSet;
import org.energymatching.data.Images;
import org.energymatching.data.Sha256;
import org.energymatching.data.Split;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** The pictures of a run. */
final class ImageSource {

    private ImageSource() {}

    /** The pictures that a configuration names, split into those to learn and those to judge by. */
    static DataSource open(RunConfig config) {
        Path path = path(config);
        Images images = Images.read(path, reading(config, path));
        ImageSet all = images.set();
        Split.Rows rows = Split.rows(all.count(), config.data().holdout(), Rng.of(config.seed()).stream("holdout"));
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
        return new DataSource(
                new ImageData(all.pick(rows.training()), config.data().flip()),
                all.samples(rows.heldOut()),
                null,
                List.of(),
                images.skipped(),
                description);
    }

    /** A potential that was imported is used without the pictures that it was trained on; only here are they needed. */
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

    /** A folder's pictures are brought to the shape of the configuration; other files have one of their own. */
    private static ImageReading reading(RunConfig config, Path path) {
        RunConfig.Data data = config.data();
        ImageReading reading = ImageReading.asStored();
        if (Images.isFolder(path)) {
            Path parent = path.toAbsolutePath().normalize().getParent();
            reading = reading.withShape(Shape.of(data.channels(), data.side(), data.side()));
            reading = parent == null ? reading : reading.cachedIn(parent.resolve(".em-cache"));
        }
        return data.skipCorrupt() ? reading.skippingCorrupt() : reading;
    }
}
