package org.energymatching.tensor.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The folder into which native libraries are unpacked, locked by one process until all of them are complete: a second process
 * that maps an incomplete file ends with a bus error.
 *
 * <p>The file {@code energy-matching.lock} is locked meanwhile; once all is unpacked, it has the version, and later processes
 * do not wait for one another.
 */
final class NativeCache implements AutoCloseable {

    /** The unpacked size of libtorch, OpenBLAS and their bindings, in bytes. */
    private static final long NEEDED = 500L << 20;

    private static final String LOCK = "energy-matching.lock";

    private final Path folder;
    private final @Nullable FileChannel lock;

    private NativeCache(Path folder, @Nullable FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Waits until no other process unpacks; where the folder cannot be locked, as on some network disks, continues without a lock. */
    static NativeCache open() {
        Path folder = Path.of(System.getProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of(System.getProperty("user.home", ""), ".javacpp", "cache")
                        .toString()));
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(folder)) { // before Java 20, creating a folder fails where a link to one exists
                Files.createDirectories(folder);
            }
            if (version().equals(Files.exists(folder.resolve(LOCK)) ? Files.readString(folder.resolve(LOCK)) : "")) {
                return new NativeCache(folder, null);
            }
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new NativeCache(folder, channel);
        } catch (IOException unlockable) {
            close(channel);
            return new NativeCache(folder, null);
        }
    }

    /** Records that all is unpacked. */
    void complete() {
        if (lock != null) {
            try {
                lock.truncate(0).write(ByteBuffer.wrap(version().getBytes(StandardCharsets.UTF_8)), 0);
            } catch (IOException full) {
                // The next process locks it again.
            }
        }
    }

    /** The error that the disk is full, if it is. */
    Optional<Engine.Unusable> tooFull() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free < NEEDED && lock != null
                    ? Optional.of(new Engine.Unusable(
                            "the disk of " + folder + " has " + (free >> 20) + " MB free",
                            "The libraries are unpacked there once, which takes " + (NEEDED >> 20) + " MB.",
                            "Free some space, or name a folder on another disk:"
                                    + " EM_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER."))
                    : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        close(lock);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException alreadyGone) {
            // The lock is released already.
        }
    }

    private static String version() {
        return String.valueOf(torch.class.getPackage().getImplementationVersion());
    }
}
