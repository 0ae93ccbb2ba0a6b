package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.ImageData;
import org.energymatching.data.ImageReading;
import org.energymatching.data.ImageSet;
import org.energymatching.data.Images;
import org.energymatching.data.Sha256;
import org.energymatching.data.Split;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/** The pictures of a run. */
final class ImageSource {

    private ImageSource() {}

    /** The pictures that a configuration names, split into those to learn and those to judge by. */
    static DataSource open(RunConfig config) {
        Path path = Path.of(Objects.requireNonNull(config.data().path(), "a configuration of pictures names them"));
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
