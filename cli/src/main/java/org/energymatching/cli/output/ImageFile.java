package org.energymatching.cli.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.image.ImageSet;
import org.energymatching.data.image.NpyImages;
import org.energymatching.error.UsageException;
import org.energymatching.plot.Animation;
import org.energymatching.plot.ImageGrid;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;

/** Images as a file of the kind that its name ends in: a grid, an animation of their chains, or an array of bytes. */
public final class ImageFile {

    /** This many images do not fit into any grid, however small they are. */
    private static final int NEVER_FIT = 5000;

    private ImageFile() {}

    /** Whether the ending is that of an animation. */
    public static boolean animated(Path file) {
        return ends(file, ".gif") || ends(file, ".apng");
    }

    /** Throws an error, before any work, for files that cannot be written: images as a table, or more of them than fit in a grid. */
    public static void require(Path file, int n, Shape shape) {
        if (ends(file, ".csv")) {
            throw new UsageException(
                    "Images are to be written to " + file + ".",
                    "A table has rows of numbers; images are written as .png, .gif, .apng or .npy.",
                    "Choose one of these endings for --out: .npy for programs, the others to look at.");
        }
        if (n > 0 && !ends(file, ".npy")) {
            requireRoom(n, shape);
        }
    }

    private static void requireRoom(int n, Shape shape) {
        Shape blank = Shape.of(Math.min(n, NEVER_FIT), 1, shape.at(1), shape.at(2));
        try {
            ImageGrid.of(new Samples(new float[blank.length()], blank));
        } catch (UsageException tooMany) {
            throw new UsageException(
                    n + " images are to be drawn in one picture.",
                    tooMany.expected(),
                    "Ask for fewer with -n, or write them to a file that ends in .npy.",
                    tooMany);
        }
    }

    /** The times of the frames of an animation: on the grid, equally spaced from its beginning to its end. */
    public static double[] times(TimeGrid grid, int frames) {
        if (frames < 2) {
            throw new UsageException(
                    "An animation of " + frames + " frames was asked for.",
                    "It has two frames or more: the noise and what becomes of it.",
                    "Choose for example --frames 60.");
        }
        return IntStream.range(0, frames)
                .map(i -> (int) Math.round((double) i * grid.steps() / (frames - 1)))
                .distinct()
                .mapToDouble(grid::at)
                .toArray();
    }

    /** Writes the images at the ends of the chains, or in an animation at all frames. */
    public static void write(Path file, Trajectory chains, String title) {
        if (ends(file, ".npy")) {
            NpyImages.write(file, ImageSet.of(chains.last()));
        } else if (animated(file)) {
            animation(chains, title).save(file);
        } else {
            ImageGrid.of(chains.last())
                    .title(title)
                    .caption("t = "
                            + Numbers.brief(chains.times().get(chains.times().size() - 1)))
                    .save(file);
        }
    }

    /** A frame for each time, with the time underneath. */
    public static Animation animation(Trajectory chains, String title) {
        List<ImageGrid> frames = new ArrayList<>();
        for (int i = 0; i < chains.times().size(); i++) {
            frames.add(ImageGrid.of(chains.states().get(i))
                    .title(title)
                    .caption(Numbers.format("t = %.2f", chains.times().get(i))));
        }
        return Animation.of(frames);
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
