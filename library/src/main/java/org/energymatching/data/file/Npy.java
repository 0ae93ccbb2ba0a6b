package org.energymatching.data.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Arrays in NumPy's {@code .npy} files, as {@code numpy.save} makes them.
 *
 * <p>Read: format versions 1.0, 2.0 and 3.0, real numbers of either byte order ({@code f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1}), C
 * and Fortran order, one axis or more, each number converted to a float, or a double in a table, as {@link NumberType} says; headers
 * of Python 2 too. Written: {@code <f4}, or {@code <f8} for rows in double precision, in C order. A NaN or an infinity is a number here; {@link FiniteRows} refuses them. Source: {@code numpy.lib.format}.
 */
public final class Npy {

    private static final int BUFFER = 1 << 16;

    private Npy() {}

    /** Reads an array; the first axis counts the rows. A damaged file or another kind of array is a {@link DataException}. */
    public static Samples read(Path path) {
        return read(path, (header, channel, length) -> {
            float[] values = header.type().read(channel, length, header.order());
            if (!header.fortranOrder()) {
                return new Samples(values, header.shape());
            }
            float[] ordered = new float[length];
            int[] from = rowMajor(header.shape());
            for (int i = 0; i < length; i++) {
                ordered[i] = values[from[i]];
            }
            return new Samples(ordered, header.shape());
        });
    }

    /** Reads an array of two axes in double precision; one axis is a column. */
    public static DoubleRows readRows(Path path) {
        return read(path, (header, channel, length) -> {
            Shape shape = header.shape();
            if (shape.rank() > 2 || shape.row().length() == 0) {
                throw new DataException(
                        path + " holds an array of shape " + shape + ".",
                        "A table has two axes: rows and columns.",
                        "Save it in Python as array.reshape(len(array), -1).");
            }
            double[] values = header.type().readDoubles(channel, length, header.order());
            return new DoubleRows(
                    header.fortranOrder()
                            ? Arrays.stream(rowMajor(shape))
                                    .mapToDouble(i -> values[i])
                                    .toArray()
                            : values,
                    shape.row().length());
        });
    }

    /** The type of an array's numbers. */
    public static NumberType typeOf(Path path) {
        return open(path, (in, size) -> NpyHeader.read(path, in).type());
    }

    @FunctionalInterface
    private interface Numbered<T> {
        T read(NpyHeader header, ReadableByteChannel channel, int length) throws IOException;
    }

    @FunctionalInterface
    private interface Opened<T> {
        T read(InputStream in, long size) throws IOException;
    }

    private static <T> T read(Path path, Numbered<T> reading) {
        return open(path, (in, size) -> {
            NpyHeader header = NpyHeader.read(path, in);
            int length = header.length(path);
            long needed = (long) length * header.type().bytes();
            long present = size < 0 ? needed : size - header.bytes();
            if (needed != present) {
                throw new DataException(
                        path + " holds " + present + " bytes of numbers after its header.",
                        "Its shape " + header.shape() + " of " + header.type() + " takes " + needed + " bytes.",
                        "The file was cut off or damaged: make it again with numpy.save.");
            }
            T result = reading.read(header, Channels.newChannel(in), length);
            if (in.read() >= 0) { // the checksum is compared when the end is read
                throw new DataException(
                        path + " goes on after its last number.",
                        "Its shape " + header.shape() + " of " + header.type() + " takes " + needed + " bytes.",
                        "The file was damaged: make it again with numpy.save.");
            }
            return result;
        });
    }

    /** Opens a {@code .npy} file, plain or packed by gzip, or the only array of an {@code .npz}; the size is -1 if it is not known. */
    private static <T> T open(Path path, Opened<T> reading) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            return InputFile.read(path, channel -> {
                try (ZipFile zip = new ZipFile(path.toFile())) {
                    List<? extends ZipEntry> arrays = zip.stream()
                            .filter(entry -> entry.getName().endsWith(".npy"))
                            .toList();
                    if (arrays.size() != 1) {
                        throw new DataException(
                                path + " holds " + arrays.size() + " arrays"
                                        + (arrays.isEmpty()
                                                ? "."
                                                : ": "
                                                        + Nearest.brief(arrays.stream()
                                                                .map(ZipEntry::getName)
                                                                .toList())
                                                        + "."),
                                "An .npz file with a single array was expected.",
                                "Save that array alone with numpy.save.");
                    }
                    return checked(path, zip, arrays.get(0), reading);
                } catch (ZipException e) {
                    throw new DataException(
                            path + " is no .npz file: " + e.getMessage() + ".",
                            "An archive as numpy.savez writes it was expected.",
                            "Make it again.",
                            e);
                }
            });
        }
        if (name.endsWith(".gz")) {
            return PackedFile.read(path, in -> reading.read(in, -1));
        }
        return InputFile.read(
                path,
                channel -> reading.read(
                        new BufferedInputStream(Channels.newInputStream(channel), BUFFER), channel.size()));
    }

    /** Reads an entry; its checksum is compared if it was read to its end. */
    private static <T> T checked(Path path, ZipFile zip, ZipEntry entry, Opened<T> reading) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            T result = reading.read(new BufferedInputStream(in, BUFFER), entry.getSize());
            if (in.read() < 0 && in.getChecksum().getValue() != entry.getCrc()) {
                throw new DataException(
                        path + " was damaged: the checksum of " + entry.getName() + " differs.",
                        "An archive as numpy.savez writes it was expected.",
                        "Make it again.");
            }
            return result;
        }
    }

    /** Writes an array, atomically. */
    public static void write(Path path, Samples samples) {
        OutputFile.write(path, channel -> {
            ByteBuffer header = NpyHeader.bytes("<f4", samples.shape());
            OutputFile.writeAll(channel, header);
            NumberType.writeF32(channel, samples.values());
        });
    }

    /** Writes rows in double precision, as {@code <f8}. */
    public static void write(Path path, DoubleRows rows) {
        OutputFile.write(path, channel -> {
            OutputFile.writeAll(channel, NpyHeader.bytes("<f8", Shape.of(rows.rows(), rows.width())));
            NumberType.writeF64(channel, rows.values());
        });
    }

    /** For each index in row-major order, the index of its value in column-major order. */
    private static int[] rowMajor(Shape shape) {
        int[] from = new int[shape.length()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < from.length; i++) {
            for (int axis = index.length - 1; axis >= 0; axis--) {
                from[i] = (int) (from[i] * shape.at(axis)) + index[axis];
            }
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.at(axis); axis--) {
                index[axis] = 0;
            }
        }
        return from;
    }
}
