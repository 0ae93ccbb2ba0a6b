package org.energymatching.training;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;

/**
 * Where a run lives: {@code checkpoints/step-…}, {@code metrics.jsonl} and whatever is drawn from them.
 *
 * @param root the directory
 */
public record RunDirectory(Path root) {

    private static final Pattern CHECKPOINT = Pattern.compile("step-\\d{9,}");
    private static final int KEPT = 2;
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** A run directory that need not exist yet. */
    public static RunDirectory of(String path) {
        return new RunDirectory(Path.of(path));
    }

    /** The file of metrics, one JSON object a line. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** The folder of the checkpoint after so many steps. */
    public Path checkpoint(long step) {
        return root.resolve("checkpoints").resolve(String.format(Locale.ROOT, "step-%09d", step));
    }

    /** The folders of all checkpoints, the oldest first. */
    public List<Path> checkpoints() {
        Path folder = root.resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path ->
                            CHECKPOINT.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                            path -> Long.parseLong(path.getFileName().toString().substring("step-".length()))))
                    .toList();
        } catch (IOException unreadable) {
            throw new DataException(
                    "The folder " + folder + " cannot be listed: " + unreadable.getMessage() + ".",
                    "A run directory is readable.",
                    "Check its permissions.",
                    unreadable);
        }
    }

    /** The folder of the newest checkpoint, if there is one. */
    public Optional<Path> newest() {
        List<Path> all = checkpoints();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Writes a checkpoint and deletes all but the newest two. */
    void save(Checkpoint checkpoint) {
        checkpoint.write(checkpoint(checkpoint.step()));
        List<Path> all = checkpoints();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            try (Stream<Path> inside = Files.walk(old)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException kept) {
                // An old checkpoint that cannot be deleted does no harm; the next save tries again.
            }
        }
    }

    /** Takes the directory for one trainer, making it where it does not exist. */
    @MustBeClosed
    Lock lock() {
        try {
            Files.createDirectories(root.resolve("checkpoints"));
            Path held = root.toRealPath();
            // Asked before the file is opened: closing any channel of a file lets go of all locks of this process on
            // it.
            if (!HELD.add(held)) {
                throw taken();
            }
            try {
                FileChannel channel =
                        FileChannel.open(root.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (!locked(channel)) {
                    channel.close();
                    throw taken();
                }
                return new Lock(channel, held);
            } catch (IOException | FailedException notLocked) {
                HELD.remove(held);
                throw notLocked;
            }
        } catch (IOException refused) {
            throw new FailedException(
                    "The run directory " + root + " cannot be written: " + refused.getMessage() + ".",
                    "A run directory is a folder that may be written to.",
                    "Check its permissions and the space on its disk, or choose another with --run.",
                    refused);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException elsewhere) {
            return false; // held in this JVM, but not by this class: by a test, or under another class loader
        }
    }

    private FailedException taken() {
        return new FailedException(
                "Another process is training in " + root + ".",
                "One process at a time trains in a run directory.",
                "Wait for it to end, or choose another directory with --run.");
    }

    /** The hold of a trainer on its run directory; the operating system lets go of it if the process dies. */
    record Lock(FileChannel channel, Path held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // Nothing is held any more.
            } finally {
                HELD.remove(held);
            }
        }
    }
}
