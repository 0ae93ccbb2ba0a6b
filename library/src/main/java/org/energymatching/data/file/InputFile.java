package org.energymatching.data.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.energymatching.error.DataException;

/** Files opened for reading: every failure to read one is a {@link DataException} with its name. */
public final class InputFile {

    private InputFile() {}

    /** A function of an open file. */
    @FunctionalInterface
    public interface Reading<T> {

        /** Reads from the beginning of the file. */
        T from(FileChannel channel) throws IOException;
    }

    /** Opens the file, applies the function and closes it. */
    public static <T> T read(Path path, Reading<T> reading) {
        requireFile(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return reading.from(channel);
        } catch (IOException e) {
            throw new DataException(
                    path + " could not be read: " + e + ".",
                    "The file must be readable from beginning to end.",
                    "Check its permissions and the disk that it is on.",
                    e);
        }
    }

    /** The next {@code count} bytes, little-endian; the caller has checked that the file is long enough for them. */
    public static ByteBuffer next(FileChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, buffer);
        return buffer;
    }

    /** Fills the buffer from the channel and flips it; a channel that ends early is an {@link EOFException}. */
    static void fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file ended " + buffer.remaining() + " bytes early");
            }
        }
        buffer.flip();
    }

    private static void requireFile(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(
                    path + " does not exist.",
                    "A file was expected at " + path.toAbsolutePath() + ".",
                    "Check the spelling of the path and the directory that it starts from.");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    path + " is " + (Files.isDirectory(path) ? "a directory" : "no ordinary file") + ".",
                    "A single ordinary file was expected.",
                    "Name a file, for instance one inside the directory.");
        }
    }
}
