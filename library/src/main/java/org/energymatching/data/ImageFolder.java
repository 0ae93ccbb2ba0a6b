package org.energymatching.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;

/**
 * Pictures in a directory and all below it: {@code .png}, {@code .jpg} and {@code .jpeg}, in the order of their relative paths;
 * names that begin with a dot are passed over.
 *
 * <p>Of each picture, the largest part in the middle that has the wanted aspect is brought to the wanted size as {@link
 * Resampling} says, and to the wanted number of channels as {@link ImageSet#channels} says.
 */
public final class ImageFolder {

    /** Pictures between two reports of progress. */
    private static final int BLOCK = 64;

    private ImageFolder() {}

    /**
     * Reads all pictures, on all cores.
     *
     * @param reading must have a shape
     * @throws UsageException if it has none
     * @throws DataException naming a picture that is damaged or larger than 100 million pixels, unless such are skipped; or if
     *     there are no pictures
     */
    public static Images read(Path directory, ImageReading reading) {
        Shape shape = reading.shape();
        if (shape == null) {
            throw new UsageException(
                    directory + " is a directory of pictures, and no shape was asked for.",
                    "Pictures can have any size, so the shape of an image must be given.",
                    "Ask for a shape, for example (3, 64, 64).");
        }
        List<Path> files = pictures(directory);
        requireSome(directory, files);
        Path cache = reading.cache();
        if (cache == null) {
            return decode(directory, files, shape, reading);
        }
        ImageCache cached = ImageCache.of(cache, directory, files, shape, reading.skipCorrupt());
        return cached.read().orElseGet(() -> cached.keep(decode(directory, files, shape, reading)));
    }

    /**
     * Pictures that are not to be cropped or resized, such as measurements: one file, or all in a directory in the order of
     * their relative paths. Only their channels are brought to the shape.
     *
     * @throws DataException naming a picture that is damaged or of another height or width
     */
    public static ImageSet readUnscaled(Path path, Shape shape) {
        List<Path> files = Files.isDirectory(path) ? pictures(path) : List.of(path);
        requireSome(path, files);
        ImageCollector images = new ImageCollector();
        images.expect(path, files.size(), shape);
        for (Path file : files) {
            ImageSet picture = Picture.read(file).channels((int) shape.at(0));
            if (!picture.shape().equals(shape)) {
                throw new DataException(
                        file + " has " + picture.shape().at(1) + " rows of "
                                + picture.shape().at(2) + " pixels.",
                        "Pictures of " + shape.at(1) + " rows of " + shape.at(2)
                                + " pixels were expected, and are taken as they are.",
                        "Give a picture of that size.");
            }
            images.add(picture.image(0));
        }
        return images.toSet();
    }

    /** Whether a file name ends as that of a picture. */
    public static boolean isPicture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".jpg") || lower.endsWith(".jpeg");
    }

    /** A path from the directory, written alike on all platforms. */
    static String relative(Path directory, Path file) {
        Path path = directory.relativize(file);
        return String.join(
                "/",
                StreamSupport.stream(path.spliterator(), false)
                        .map(Path::toString)
                        .toList());
    }

    private static void requireSome(Path directory, List<Path> files) {
        if (files.isEmpty()) {
            throw new DataException(
                    directory + " holds no pictures.",
                    "Files that end in .png, .jpg or .jpeg were expected there or in a directory below.",
                    "Check the path, or convert the pictures to one of these formats.");
        }
    }

    private static List<Path> pictures(Path directory) {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> isPicture(file.toString())
                            && !("/" + relative(directory, file)).contains("/.")
                            && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(file -> relative(directory, file)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(
                    directory + " could not be listed: " + e.getMessage() + ".",
                    "The directory and all below it must be readable.",
                    "Check their permissions, and that no link leads back up.",
                    e);
        }
    }

    private static Images decode(Path directory, List<Path> files, Shape shape, ImageReading reading) {
        ImageCollector images = new ImageCollector();
        images.expect(directory, files.size(), shape);
        List<String> skipped = new ArrayList<>();
        int converted = 0;
        for (int start = 0; start < files.size(); start += BLOCK) {
            List<Path> block = files.subList(start, Math.min(files.size(), start + BLOCK));
            List<Optional<Fitted>> fitted =
                    Workers.common().map(block.size(), i -> fit(block.get(i), shape, reading.skipCorrupt()));
            for (int i = 0; i < block.size(); i++) {
                if (fitted.get(i).isPresent()) {
                    images.add(fitted.get(i).get().pixels);
                    converted += fitted.get(i).get().converted ? 1 : 0;
                } else {
                    skipped.add(relative(directory, block.get(i)));
                }
            }
            reading.progress().at(start + block.size(), files.size());
        }
        if (skipped.size() == files.size()) {
            throw new DataException(
                    directory + " holds " + files.size() + " pictures, none of which can be decoded.",
                    "At least one sound PNG or JPEG picture was expected, unlike " + Nearest.brief(skipped) + ".",
                    "Read it without skipping to learn what is wrong with the first.");
        }
        return new Images(images.toSet(), converted, skipped);
    }

    /** A picture brought to shape, and whether its channels were not those wanted. */
    private record Fitted(byte[] pixels, boolean converted) {}

    private static Optional<Fitted> fit(Path file, Shape shape, boolean skipCorrupt) {
        try {
            ImageSet picture = Picture.read(file);
            ImageSet fitted = picture.fit((int) shape.at(1), (int) shape.at(2)).channels((int) shape.at(0));
            return Optional.of(new Fitted(fitted.image(0), picture.shape().at(0) != shape.at(0)));
        } catch (DataException e) {
            if (skipCorrupt) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
