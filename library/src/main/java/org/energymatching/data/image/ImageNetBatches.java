package org.energymatching.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.energymatching.data.file.InputFile;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.file.NumberedFiles;
import org.energymatching.error.DataException;

/**
 * Images in the NumPy archives ({@code .npz}) of the downsampled ImageNet: an array {@code data}, read as by {@link
 * NpyImages}; labels and mean are not used. Source: P. Chrabaszcz, I. Loshchilov, F. Hutter, arXiv 1707.08819.
 */
final class ImageNetBatches {

    private static final String ENTRY = "data.npy";

    /** The training images of a directory. */
    static final NumberedFiles FILES = new NumberedFiles("train_data_batch_", ".npz");

    private ImageNetBatches() {}

    /** Reads an archive, or all of {@code train_data_batch_*.npz} of a directory, by number. */
    static ImageSet read(Path path) {
        ImageCollector images = new ImageCollector();
        for (Path file : FILES.of(path)) {
            InputFile.read(file, channel -> {
                read(file, images);
                return file;
            });
        }
        return images.toSet();
    }

    private static void read(Path path, ImageCollector images) throws IOException {
        try (ZipFile archive = new ZipFile(path.toFile())) {
            ZipEntry entry = archive.getEntry(ENTRY);
            if (entry == null) {
                List<String> names = archive.stream().map(ZipEntry::getName).toList();
                throw new DataException(
                        path + " has no array 'data' among " + Nearest.brief(names) + ".",
                        "The images of a NumPy archive are its array 'data', of unsigned bytes.",
                        "Save it with numpy.savez(path, data=array).");
            }
            try (InputStream in = archive.getInputStream(entry)) {
                NpyImages.read(path, in, images);
            }
        } catch (ZipException | EOFException e) {
            throw new DataException(
                    path + " is damaged or cut off: " + e.getMessage() + ".",
                    "A whole NumPy archive (.npz) was expected.",
                    "Fetch it again, or make it again with numpy.savez.",
                    e);
        }
    }
}
