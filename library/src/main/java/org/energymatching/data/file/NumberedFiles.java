package org.energymatching.data.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.energymatching.error.DataException;

/**
 * The parts of a large set of images: files of one directory whose names differ in a number.
 *
 * @param prefix before the number
 * @param suffix after it
 */
public record NumberedFiles(String prefix, String suffix) {

    /** The parts in a directory, at least one, or the path itself if it is not a directory. */
    public List<Path> of(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> parts = in(path);
        if (parts.isEmpty()) {
            throw new DataException(
                    path + " has no file " + prefix + "1" + suffix + ".",
                    "The directory holds one or more such files, with different numbers.",
                    "Name the directory that they were unpacked to.");
        }
        return parts;
    }

    /** The parts in a directory, 2 before 10. */
    public List<Path> in(Path directory) {
        try {
            return Folders.inside(directory).stream()
                    .filter(file -> isPart(file.getFileName().toString()))
                    .sorted(Comparator.comparingInt(
                                    (Path file) -> file.toString().length())
                            .thenComparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw new DataException(
                    directory + " could not be listed: " + e + ".",
                    "The directory must be readable.",
                    "Check its permissions and the disk that it is on.",
                    e);
        }
    }

    private boolean isPart(String name) {
        return name.length() > prefix.length() + suffix.length()
                && name.startsWith(prefix)
                && name.endsWith(suffix)
                && name.substring(prefix.length(), name.length() - suffix.length())
                        .chars()
                        .allMatch(c -> c >= '0' && c <= '9');
    }
}
