package org.energymatching.data;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * Arrays in NumPy's {@code .npy} files, as {@code numpy.save} makes them.
 *
 * <p>Read: format versions 1.0, 2.0 and 3.0, real numbers of either byte order ({@code f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 b1}), C
 * and Fortran order, one axis or more, each number converted to a float as {@link NumberType} says. Written: {@code <f4} in C
 * order. A NaN or an infinity is a number here; {@link FiniteRows} refuses them. Source: {@code numpy.lib.format}.
 */
public final class Npy {

    private Npy() {}

    /** Reads an array; the first axis counts the rows. A damaged file or another kind of array is a {@link DataException}. */
    public static Samples read(Path path) {
        return InputFile.read(path, channel -> {
            NpyHeader header = NpyHeader.read(path, Channels.newInputStream(channel));
            int length = header.length(path);
            Shape shape = header.shape();
            long needed = (long) length * header.type().bytes();
            long present = channel.size() - channel.position();
            if (needed != present) {
                throw new DataException(
                        path + " holds " + present + " bytes of numbers after its header.",
                        "Its shape " + shape + " of " + header.type() + " takes " + needed + " bytes.",
                        "The file was cut off or damaged: make it again with numpy.save.");
            }
            float[] values = header.type().read(channel, length, header.order());
            return new Samples(header.fortranOrder() ? rowMajor(values, shape) : values, shape);
        });
    }

    /** The type of an array's numbers. */
    public static NumberType typeOf(Path path) {
        return InputFile.read(
                path,
                channel ->
                        NpyHeader.read(path, Channels.newInputStream(channel)).type());
    }

    /** Writes an array, whole or not at all. */
    public static void write(Path path, Samples samples) {
        OutputFile.write(path, channel -> {
            ByteBuffer header = NpyHeader.bytes("<f4", samples.shape());
            OutputFile.writeAll(channel, header);
            NumberType.writeF32(channel, samples.values());
        });
    }

    /** Reorders values whose first index runs fastest so that the last one does. */
    private static float[] rowMajor(float[] columnMajor, Shape shape) {
        int[] index = new int[shape.rank()];
        float[] values = new float[columnMajor.length];
        for (int i = 0; i < values.length; i++) {
            int from = 0;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                from = (int) (from * shape.at(axis)) + index[axis];
            }
            values[i] = columnMajor[from];
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.at(axis); axis--) {
                index[axis] = 0;
            }
        }
        return values;
    }
}
