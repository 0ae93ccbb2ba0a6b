package org.energymatching.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * Images read from a file or a directory, and an account of what was done to them.
 *
 * @param set the images
 * @param converted how many pictures of a folder were grey and became colour, or the reverse
 * @param skipped the pictures of a folder that were left out, by relative path
 */
public record Images(ImageSet set, int converted, List<String> skipped) {

    private static final String KINDS =
            "Images are read from idx files (MNIST), plain or .gz; .npy and .npz of unsigned bytes;"
                    + " data_batch_*.bin (CIFAR-10); a directory of such .bin files, of train_data_batch_*.npz (downsampled ImageNet),"
                    + " or of PNG and JPEG pictures.";

    /** Copies the list. */
    public Images {
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads images of any kind that the library knows: {@link Idx}, {@link NpyImages}, {@link ImageNetBatches}, {@link
     * CifarBinary} or, for a directory that holds neither of the last two, {@link ImageFolder}.
     *
     * @throws UsageException if the file is of no known kind, or a folder of pictures was given no shape
     * @throws DataException if the file is damaged, or its images have another shape than was asked for
     */
    public static Images read(Path path, ImageReading reading) {
        if (isFolder(path)) {
            return ImageFolder.read(path, reading);
        }
        ImageSet set = Files.isDirectory(path) ? readDirectory(path) : readFile(path);
        Shape wanted = reading.shape();
        if (wanted != null && !wanted.equals(set.shape())) {
            throw new DataException(
                    path + " holds images of shape " + set.shape() + ": " + spoken(set.shape()) + ".",
                    "Images of shape " + wanted + " were wanted: " + spoken(wanted) + ".",
                    "Use another file, or a model made for such images; only pictures in a folder are converted.");
        }
        return new Images(set, 0, List.of());
    }

    /** Whether this is a folder of pictures, which have no common shape before they are given one. */
    public static boolean isFolder(Path path) {
        return Files.isDirectory(path)
                && CifarBinary.FILES.in(path).isEmpty()
                && ImageNetBatches.FILES.in(path).isEmpty();
    }

    private static ImageSet readDirectory(Path path) {
        return CifarBinary.FILES.in(path).isEmpty() ? ImageNetBatches.read(path) : CifarBinary.read(path);
    }

    private static ImageSet readFile(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return NpyImages.read(path);
        }
        if (name.endsWith(".npz")) {
            return ImageNetBatches.read(path);
        }
        if (name.endsWith(".bin")) {
            return CifarBinary.read(path);
        }
        if (name.contains("idx") || beginsLikeIdx(path)) {
            return Idx.read(path);
        }
        throw new UsageException(
                path + " is of no known kind of images.",
                KINDS,
                ImageFolder.isPicture(name)
                        ? "Name the directory of the picture, not the picture."
                        : "Rename the file to what it is, or convert it to one of these.");
    }

    private static boolean beginsLikeIdx(Path path) {
        return PackedFile.read(path, in -> {
            byte[] start = in.readNBytes(3);
            return start.length == 3 && start[0] == 0 && start[1] == 0 && start[2] == 8;
        });
    }

    private static String spoken(Shape shape) {
        return (shape.at(0) == 1 ? "1 channel" : shape.at(0) + " channels") + " of " + shape.at(1) + " rows of "
                + shape.at(2) + " pixels";
    }
}
