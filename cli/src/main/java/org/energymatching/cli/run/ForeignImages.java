package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.ImageReading;
import org.energymatching.data.ImageSet;
import org.energymatching.data.Images;
import org.energymatching.tensor.Shape;

/**
 * Images of another kind than a run has learnt, brought to the shape that its potential takes.
 *
 * @param name what they are called in a legend
 * @param images (n, channels, height, width), in [−1, 1]
 */
record ForeignImages(String name, Samples images) {

    /** Reads at most so many images of a file or folder, from all over it. */
    static ForeignImages read(Path path, int most, Shape shape) {
        ImageReading reading =
                Images.isFolder(path) ? ImageReading.asStored().withShape(shape) : ImageReading.asStored();
        ImageSet all = Images.read(path, reading).set();
        int n = Math.min(most, all.count());
        int[] chosen = IntStream.range(0, n)
                .map(i -> (int) ((long) i * all.count() / n))
                .toArray();
        ImageSet few = all.pick(chosen)
                .channels(Math.toIntExact(shape.at(0)))
                .resize(Math.toIntExact(shape.at(1)), Math.toIntExact(shape.at(2)));
        return new ForeignImages(String.valueOf(path.getFileName()), few.samples());
    }
}
