package org.energymatching.data.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.energymatching.data.file.Nearest;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Workers;

/**
 * Images in a directory and all below it, or in a zip archive, or a single one: PNG, JPEG, BMP and GIF, in the order of their
 * names; other files are counted, and names that begin with a dot are skipped.
 *
 * <p>Each image is cropped to the largest central part of the required aspect, resized as {@link
 * Resampling} does, and converted to the required number of channels as {@link ImageSet#channels} does.
 */
public final class ImageFolder {

    /** The number of images between two reports of progress. */
    private static final int BLOCK = 64;

    private ImageFolder() {}

    /**
     * Reads all images, on all cores.
     *
     * @param reading must have a shape
     * @throws UsageException if it has none
     * @throws DataException with the name of an image that is damaged or larger than 100 million pixels, unless such are skipped; or if
     *     there are no images
     */
    public static Images read(Path place, ImageReading reading) {
        Shape shape = reading.shape();
        if (shape == null) {
            throw new UsageException(
                    place + " is a place of pictures, and no shape was asked for.",
                    "Pictures can have any size, so the shape of an image must be given.",
                    "Ask for a shape, for example (3, 64, 64).");
        }
        try (PictureFiles files = PictureFiles.in(place)) {
            Path cache = reading.cache();
            if (cache == null) {
                return decode(place, files, shape, reading);
            }
            ImageCache cached = ImageCache.of(cache, place, files.files(), shape, reading);
            return cached.read(files).orElseGet(() -> cached.keep(decode(place, files, shape, reading)));
        }
    }

    /**
     * Reads images without cropping or resizing, such as measurements: one file, or all in a directory in the order of
     * their relative paths. Only their channels are converted to the shape.
     *
     * @throws DataException with the name of an image that is damaged or of another height or width
     */
    public static ImageSet readUnscaled(Path path, Shape shape, Background background) {
        try (PictureFiles files = PictureFiles.in(path)) {
            ImageCollector images = new ImageCollector();
            images.expect(path, files.files().size(), shape);
            for (PictureFiles.PictureFile file : files.files()) {
                ImageSet picture = Picture.read(files, file, background).channels((int) shape.at(0));
                if (!picture.shape().equals(shape)) {
                    throw new DataException(
                            file.shown() + " has " + picture.shape().at(1) + " rows of "
                                    + picture.shape().at(2) + " pixels.",
                            "Pictures of " + shape.at(1) + " rows of " + shape.at(2)
                                    + " pixels were expected, and are taken as they are.",
                            "Give a picture of that size.");
                }
                images.add(picture.image(0));
            }
            return images.toSet();
        }
    }

    /** Whether a file name has the ending of an image. */
    public static boolean isPicture(String name) {
        return PictureFiles.isPicture(name);
    }

    private static Images decode(Path place, PictureFiles found, Shape shape, ImageReading reading) {
        List<PictureFiles.PictureFile> files = found.files();
        List<String> kept = new ArrayList<>();
        ImageCollector images = new ImageCollector();
        images.expect(place, files.size(), shape);
        List<String> skipped = new ArrayList<>();
        int converted = 0;
        for (int start = 0; start < files.size(); start += BLOCK) {
            List<PictureFiles.PictureFile> block = files.subList(start, Math.min(files.size(), start + BLOCK));
            List<Optional<Fitted>> fitted =
                    Workers.common().map(block.size(), i -> fit(found, block.get(i), shape, reading));
            for (int i = 0; i < block.size(); i++) {
                if (fitted.get(i).isPresent()) {
                    images.add(fitted.get(i).get().pixels);
                    kept.add(block.get(i).name());
                    converted += fitted.get(i).get().converted ? 1 : 0;
                } else {
                    skipped.add(block.get(i).name());
                }
            }
            reading.progress().at(start + block.size(), files.size());
        }
        if (skipped.size() == files.size()) {
            throw new DataException(
                    place + " holds " + files.size() + " pictures, none of which can be decoded.",
                    "At least one sound picture was expected, unlike " + Nearest.brief(skipped) + ".",
                    "Read it without skipping to learn what is wrong with the first.");
        }
        return new Images(images.toSet(), converted, skipped, kept, found.others());
    }

    /** An image of the required shape, and whether its channels were converted. */
    private record Fitted(byte[] pixels, boolean converted) {}

    private static Optional<Fitted> fit(
            PictureFiles files, PictureFiles.PictureFile file, Shape shape, ImageReading reading) {
        try {
            ImageSet picture = Picture.read(files, file, reading.background());
            ImageSet fitted = picture.fit((int) shape.at(1), (int) shape.at(2)).channels((int) shape.at(0));
            return Optional.of(new Fitted(fitted.image(0), picture.shape().at(0) != shape.at(0)));
        } catch (DataException e) {
            if (reading.skipCorrupt()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
