package org.energymatching.data.image;

import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.data.file.PackedFile;
import org.energymatching.error.DataException;

/**
 * The class of each image: the labels beside an idx file, those within CIFAR's binary files, or the folder of an image file.
 */
public final class ImageLabels {

    private static final int UNSIGNED_BYTES_ALONG_ONE_AXIS = 0x801;

    private ImageLabels() {}

    /**
     * The labels of images that were read from a path, in their order.
     *
     * @throws DataException if there are none, or another number of them than there are images
     */
    public static List<String> of(Path path, Images images) {
        List<String> labels = images.files().isEmpty() ? ofFile(path) : folders(path, images.files());
        if (labels.size() != images.set().count()) {
            throw new DataException(
                    labels.size() + " labels belong to " + path + ", which holds "
                            + images.set().count() + " images.",
                    "Each image has a label.",
                    "Fetch both again, or train without conditions.");
        }
        return labels;
    }

    private static List<String> ofFile(Path path) {
        String name = String.valueOf(path.getFileName());
        if (name.contains("images-idx3")) {
            return idx(path.resolveSibling(name.replace("images-idx3", "labels-idx1")));
        }
        if (name.endsWith(".bin") || Files.isDirectory(path) && CifarBinary.isIn(path)) {
            return CifarBinary.labels(path);
        }
        throw new DataException(
                path + " has no labels that are known here.",
                "Labels are read from the file labels-idx1-ubyte beside images-idx3-ubyte, from CIFAR's binary files, and from"
                        + " folders, one for each class.",
                "Put the pictures of each class into a folder of their own, or train without conditions.");
    }

    /** The labels of images in folders: the first folder of each relative path. */
    private static List<String> folders(Path path, List<String> files) {
        List<String> labels = new ArrayList<>();
        for (String file : files) {
            int slash = file.indexOf('/');
            if (slash < 0) {
                throw new DataException(
                        file + " lies in " + path + " itself, in no folder of a class.",
                        "For a condition on classes, the pictures of each class are in a folder of their own.",
                        "Move it into one, or train without conditions.");
            }
            labels.add(file.substring(0, slash));
        }
        return labels;
    }

    private static List<String> idx(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    "The labels " + path + " are not there.",
                    "They lie beside the images.",
                    "Fetch them as well (em fetch mnist --labels), or train without conditions.");
        }
        byte[] bytes = PackedFile.read(path, in -> {
            DataInputStream numbers = new DataInputStream(in);
            int magic = numbers.readInt();
            long count = Integer.toUnsignedLong(numbers.readInt());
            byte[] labels = in.readNBytes((int) Math.min(count, Integer.MAX_VALUE - 8));
            if (magic != UNSIGNED_BYTES_ALONG_ONE_AXIS || labels.length != count) {
                throw new DataException(
                        path + " is no whole file of labels.",
                        "An idx file of labels begins with the bytes 00000801, and has one byte for each.",
                        "Fetch it again.");
            }
            return labels;
        });
        return words(bytes);
    }

    static List<String> words(byte[] labels) {
        List<String> words = new ArrayList<>();
        for (byte label : labels) {
            words.add(Integer.toString(Byte.toUnsignedInt(label)));
        }
        return words;
    }
}
