package org.energymatching.training;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * The directory of a run: {@code checkpoints/step-…}, {@code metrics.jsonl} and figures of them.
 *
 * @param root the directory
 */
public record RunDirectory(Path root) {

    private static final Pattern CHECKPOINT = Pattern.compile("step-\\d{9,18}");
    private static final int KEPT = 2;
    private static final String LOCK = "run.lock";
    private static final String PARTIAL = ".partial";
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
        try {
            return Folders.inside(folder).stream()
                    .filter(path ->
                            CHECKPOINT.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                            path -> Long.parseLong(path.getFileName().toString().substring("step-".length()))))
                    .toList();
        } catch (IOException unreadable) {
            throw new DataException(
                    "The folder " + folder + " cannot be listed: " + Folders.reason(unreadable) + ".",
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

    /** Writes a checkpoint into a directory that has none and is not in use by a trainer. */
    public void add(Checkpoint checkpoint) {
        try (Lock lock = lock()) {
            newest().ifPresent(there -> {
                throw new UsageException(
                        "The run directory " + root + " holds a checkpoint already: " + there + ".",
                        "A run of its own has a directory of its own.",
                        "Choose another directory.");
            });
            save(checkpoint);
        }
    }

    /** Writes a checkpoint and deletes all but the newest two; the caller has locked the directory. */
    void save(Checkpoint checkpoint) {
        if (!Files.exists(root.resolve(LOCK))) {
            throw new FailedException(
                    "The run directory " + root + " was removed or renamed while it was trained in.",
                    "A run keeps its directory until training has ended.",
                    "Begin again, or where it was renamed, go on in the directory of its new name.");
        }
        checkpoint.write(checkpoint(checkpoint.step()));
        List<Path> all = checkpoints();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            try {
                // The name is not that of a checkpoint, since a killed process may leave it incomplete.
                Path partial = old.resolveSibling("." + old.getFileName() + PARTIAL);
                Files.move(old, partial, StandardCopyOption.ATOMIC_MOVE);
                Folders.delete(partial);
            } catch (IOException kept) {
                // An old checkpoint that cannot be deleted does not matter; the next save tries again.
            }
        }
    }

    /** Deletes incomplete files of killed processes; the caller has locked the directory, so no process writes to it. */
    private void sweep() {
        try {
            for (Path left : Folders.inside(root.resolve("checkpoints"))) {
                String name = left.getFileName().toString();
                if (name.startsWith(".") && name.endsWith(PARTIAL)) {
                    Folders.delete(left);
                }
            }
        } catch (IOException nothingLost) {
            // It remains until it can be deleted.
        }
        for (String folder : List.of("", "checkpoints", "pictures", "progress", "parts")) {
            if (Files.isDirectory(root.resolve(folder))) {
                OutputFile.sweep(root.resolve(folder));
            }
        }
    }

    /** Locks the directory for one trainer, and creates it where it does not exist. */
    @MustBeClosed
    Lock lock() {
        try {
            Folders.make(root.resolve("checkpoints"));
            Path held = root.toRealPath();
            // Checked before the file is opened: closing any channel of a file releases all locks of this process on
            // it.
            if (!HELD.add(held)) {
                throw taken();
            }
            try {
                FileChannel channel = FileChannel.open(
                        root.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
                try {
                    if (!locked(channel)) {
                        throw taken();
                    }
                } catch (IOException | FailedException notLocked) {
                    channel.close();
                    throw notLocked;
                }
                sweep();
                return new Lock(channel, held);
            } catch (IOException | FailedException notLocked) {
                HELD.remove(held);
                throw notLocked;
            }
        } catch (IOException refused) {
            throw new FailedException(
                    "The run directory " + root + " cannot be written: " + Folders.reason(refused) + ".",
                    "A run directory is a folder that may be written to.",
                    "Check its permissions and the space on its disk, or choose another with --run.",
                    refused);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException elsewhere) {
            return false; // locked in this JVM, but not by this class: by a test, or under another class loader
        }
    }

    private FailedException taken() {
        return new FailedException(
                "Another process is training in " + root + ".",
                "One process at a time trains in a run directory.",
                "Wait for it to end, or choose another directory with --run.");
    }

    /** The lock of a trainer on its run directory; the operating system releases it if the process ends. */
    record Lock(FileChannel channel, Path held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // The lock is released already.
            } finally {
                HELD.remove(held);
            }
        }
    }
}
