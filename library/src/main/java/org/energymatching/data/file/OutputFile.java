package org.energymatching.data.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * Atomic writes of files: into a temporary file in the same folder first, flushed to the disk, and only then renamed.
 *
 * <p>A reader, or a crash, sees the old file or the new one and never half of one. Missing directories are created. The temporary
 * file is locked while it is written: that of a killed process is not, and is deleted when the next file is written there.
 */
public final class OutputFile {

    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** Younger ones may be created, but not locked yet. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    /** The files that this process is writing: closing any channel of a file releases all its locks of the process. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private OutputFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Writing {

        /** Writes from the beginning of the file. */
        void to(FileChannel channel) throws IOException;
    }

    /** Writes the file and replaces an older one, if any. */
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
            Path folder = temporary.resolveSibling("");
            Folders.make(folder);
            if (SWEPT.add(folder.normalize())) {
                sweep(folder);
            }
            HELD.add(temporary);
            try {
                fill(temporary, writing, target);
            } finally {
                Files.deleteIfExists(temporary);
                HELD.remove(temporary);
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

    /** Writes a file of text, in UTF-8. */
    public static void write(Path path, String text) {
        write(path, StandardCharsets.UTF_8.encode(text));
    }

    /** Writes the rest of a buffer, in as many pieces as the channel takes it. */
    public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Deletes the unfinished files of ended processes in a folder. */
    public static void sweep(Path folder) {
        try {
            for (Path file : Folders.inside(folder)) {
                if (TEMPORARY.matcher(String.valueOf(file.getFileName())).matches() && isAbandoned(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException nothingLost) {
            // The file remains until somebody can delete it.
        }
    }

    private static boolean isAbandoned(Path file) throws IOException {
        Instant old = Instant.now().minus(YOUNG);
        if (HELD.contains(file.toAbsolutePath())
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || Files.getLastModifiedTime(file).toInstant().isAfter(old)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    private static void fill(Path temporary, Writing writing, Path target) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            lock(channel);
            writing.to(channel);
            channel.force(true);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Some disks do not support locks: there an unfinished file remains. */
    private static void lock(FileChannel channel) {
        try {
            channel.tryLock();
        } catch (IOException unknown) {
            // The file is written without it.
        }
    }
}
