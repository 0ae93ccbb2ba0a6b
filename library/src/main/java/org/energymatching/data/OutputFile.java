package org.energymatching.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * Files written whole or not at all: into a temporary neighbour first, onto the disk, and only then under their own name.
 *
 * <p>A reader, or a crash, sees the old file or the new one and never half of one. Missing directories are made.
 */
public final class OutputFile {

    private OutputFile() {}

    /** What fills a file. */
    @FunctionalInterface
    public interface Writing {

        /** Writes from the beginning of the file. */
        void to(FileChannel channel) throws IOException;
    }

    /** Writes the file and puts it in the place of an older one, if any. */
    public static void write(Path path, Writing writing) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new UsageException(
                    path + " exists and is no ordinary file.",
                    "The place to write to must be free or hold a file that may be replaced.",
                    "Choose another path.");
        }
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(temporary.resolveSibling(""));
            try {
                fill(temporary, writing);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | UncheckedIOException e) { // writers of text throw the latter
            throw new FailedException(
                    path + " could not be written: " + e + ".",
                    "The directory must be writable and its disk have room for the file.",
                    "Free some space or choose another place; a file that stood there before is unchanged.",
                    e);
        }
    }

    /** Writes a file that consists of these bytes. */
    public static void write(Path path, ByteBuffer bytes) {
        write(path, channel -> writeAll(channel, bytes));
    }

    /** Writes what remains of a buffer, in as many pieces as the channel takes it. */
    public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void fill(Path temporary, Writing writing) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writing.to(channel);
            channel.force(true);
        }
    }
}
