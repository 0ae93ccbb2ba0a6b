package org.energymatching.data.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.data.file.PackedFile;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * Images read from a file or a directory, with a record of their conversion.
 *
 * @param set the images
 * @param converted the number of images of a folder that were converted from grey to colour, or the reverse
 * @param skipped the images of a folder that could not be decoded and were left out, by relative path
 * @param files the name of each image's file, by relative path; none where one file holds them all
 * @param passedOver the other files of the folder, as in {@code 60 other files (30 .tif, 30 .webp)}; empty if there are none
 */
public record Images(ImageSet set, int converted, List<String> skipped, List<String> files, String passedOver) {

    private static final String KINDS =
            "Images are read from idx files (MNIST), plain or .gz; .npy and .npz of unsigned bytes; CIFAR-10 and CIFAR-100,"
                    + " binary or Python's; a directory of such files, or of train_data_batch_*.npz (downsampled ImageNet);"
                    + " a PNG, JPEG, BMP or GIF picture, a directory of them, or a .zip of them.";

    public Images {
        skipped = List.copyOf(skipped);
        files = List.copyOf(files);
    }

    /**
     * Reads images in any format of the library: {@link Idx}, {@link NpyImages}, {@link ImageNetBatches}, {@link
     * CifarBinary} or, for a directory that holds neither of the last two, {@link ImageFolder}.
     *
     * @throws UsageException if the file has no known format, or a folder of images was given no shape
     * @throws DataException if the file is damaged, or its images have another shape than was asked for
     */
    public static Images read(Path path, ImageReading reading) {
        if (ofPictures(path)) {
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
        return new Images(set, 0, List.of(), List.of(), "");
    }

    /** Whether these are image files, which have no common shape before they are resized. */
    public static boolean ofPictures(Path path) {
        return PictureFiles.isPlace(path) && !(Files.isDirectory(path) && (CifarBinary.isIn(path) || inBatches(path)));
    }

    private static boolean inBatches(Path directory) {
        return !ImageNetBatches.FILES.in(directory).isEmpty();
    }

    private static ImageSet readDirectory(Path path) {
        return CifarBinary.isIn(path) ? CifarBinary.read(path) : ImageNetBatches.read(path);
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
        byte[] start = PackedFile.read(path, in -> in.readNBytes(3));
        if (start.length > 1 && start[0] == (byte) 0x80) { // a pickle begins with its protocol
            return CifarBinary.read(path);
        }
        if (name.contains("idx") || (start.length == 3 && start[0] == 0 && start[1] == 0 && start[2] == 8)) {
            return Idx.read(path);
        }
        throw new UsageException(
                path + " is of no known kind of images.",
                KINDS,
                "Rename the file to what it is, or convert it to one of these.");
    }

    private static String spoken(Shape shape) {
        return (shape.at(0) == 1 ? "1 channel" : shape.at(0) + " channels") + " of " + shape.at(1) + " rows of "
                + shape.at(2) + " pixels";
    }
}
