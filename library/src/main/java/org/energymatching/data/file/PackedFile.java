package org.energymatching.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.energymatching.error.DataException;

/** Files as streams, decompressed while they are read if their first bytes are those of gzip. */
public final class PackedFile {

    private static final int BUFFER = 1 << 16;

    private PackedFile() {}

    /** A function of a stream. */
    @FunctionalInterface
    public interface Reading<T> {

        /** Reads from the beginning; the checksum of a gzipped file is only checked at its end. */
        T from(InputStream in) throws IOException;
    }

    /** Opens the file, applies the function to its content and closes it; a truncated or damaged one is a {@link DataException}. */
    public static <T> T read(Path path, Reading<T> reading) {
        return InputFile.read(path, channel -> {
            BufferedInputStream stored = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            stored.mark(2);
            boolean packed = stored.read() == 0x1f && stored.read() == 0x8b;
            stored.reset();
            try (InputStream in = packed ? new GZIPInputStream(stored, BUFFER) : stored) {
                return reading.from(in);
            } catch (EOFException | ZipException e) {
                throw new DataException(
                        path + " is damaged or cut off: " + e.getMessage() + ".",
                        "A whole file was expected" + (packed ? ", packed by gzip." : "."),
                        "Fetch or make it again.",
                        e);
            }
        });
    }
}
