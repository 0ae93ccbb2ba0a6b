package org.energymatching.data.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Operations on folders that other processes may change or delete meanwhile. */
public final class Folders {

    private Folders() {}

    /** The files and folders directly inside, in the order of their names. */
    public static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Creates a folder and its parents; an existing one may be a link to a folder, at which Java fails before version 20. */
    public static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** Deletes a folder with its content, or a file; it is no failure if it does not exist. Links are not followed. */
    public static void delete(Path path) throws IOException {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                for (Path inner : inside(path)) {
                    delete(inner);
                }
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException goneAlready) {
            // it is deleted already
        }
    }

    /** The reason why a file or folder could not be used: the message of such an exception is often only a path. */
    public static String reason(IOException e) {
        String name = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null
                ? message
                : name + (message == null ? "" : ": " + message);
    }
}
