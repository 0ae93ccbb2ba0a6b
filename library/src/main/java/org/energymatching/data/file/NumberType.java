package org.energymatching.data.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/**
 * The type of the numbers in a binary file, with its conversion to floats.
 *
 * <p>F32, F16, BF16, BOOL (0 or 1) and integers of up to 16 bits are exact; F64 and the wider integers are rounded to the
 * nearest float, and an F64 beyond the range of a float becomes infinite. As doubles all are exact except 64-bit integers beyond
 * 2⁵³.
 */
public enum NumberType {
    /** IEEE 754 double precision. */
    F64(8),
    /** IEEE 754 single precision. */
    F32(4),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of a single: bfloat16. */
    BF16(2),
    /** Signed, 64 bits. */
    I64(8),
    /** Unsigned, 64 bits. */
    U64(8),
    /** Signed, 32 bits. */
    I32(4),
    /** Signed, 16 bits. */
    I16(2),
    /** Signed, 8 bits. */
    I8(1),
    /** Unsigned, 32 bits. */
    U32(4),
    /** Unsigned, 16 bits. */
    U16(2),
    /** Unsigned, 8 bits. */
    U8(1),
    /** One byte, zero for false. */
    BOOL(1);

    private static final int CHUNK = 1 << 16;

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one number. */
    public int bytes() {
        return bytes;
    }

    /** Reads the next {@code count} numbers as floats; the caller has checked that there are as many. */
    public float[] read(ReadableByteChannel channel, int count, ByteOrder order) throws IOException {
        float[] values = new float[count];
        read(channel, count, order, (i, value) -> values[i] = (float) value);
        return values;
    }

    /** The same as doubles. */
    double[] readDoubles(ReadableByteChannel channel, int count, ByteOrder order) throws IOException {
        double[] values = new double[count];
        read(channel, count, order, (i, value) -> values[i] = value);
        return values;
    }

    @FunctionalInterface
    private interface Sink {
        void put(int index, double value);
    }

    private void read(ReadableByteChannel channel, int count, ByteOrder order, Sink sink) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate((int) Math.min(CHUNK, (long) count * bytes)).order(order);
        for (int done = 0; done < count; ) {
            int batch = Math.min(count - done, CHUNK / bytes);
            InputFile.fill(channel, buffer.clear().limit(batch * bytes));
            for (int end = done + batch; done < end; done++) {
                sink.put(done, next(buffer));
            }
        }
    }

    /** Writes doubles as F64, little-endian. */
    static void writeF64(FileChannel channel, double[] values) throws IOException {
        F64.write(
                channel,
                values.length,
                (buffer, from, count) -> buffer.asDoubleBuffer().put(values, from, count));
    }

    /** Writes floats as F32, little-endian. */
    public static void writeF32(FileChannel channel, float[] values) throws IOException {
        F32.write(
                channel,
                values.length,
                (buffer, from, count) -> buffer.asFloatBuffer().put(values, from, count));
    }

    @FunctionalInterface
    private interface Source {
        void put(ByteBuffer buffer, int from, int count);
    }

    private void write(FileChannel channel, int count, Source source) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate((int) Math.min(CHUNK, (long) count * bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int batch = Math.min(count - done, CHUNK / bytes);
            source.put(buffer.clear().limit(batch * bytes), done, batch);
            OutputFile.writeAll(channel, buffer);
            done += batch;
        }
    }

    private double next(ByteBuffer buffer) {
        return switch (this) {
            case F64 -> buffer.getDouble();
            case F32 -> buffer.getFloat();
            case F16 -> half(buffer.getShort());
            case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
            case I64 -> buffer.getLong();
            case U64 -> unsigned(buffer.getLong());
            case I32 -> buffer.getInt();
            case I16 -> buffer.getShort();
            case I8 -> buffer.get();
            case U32 -> Integer.toUnsignedLong(buffer.getInt());
            case U16 -> Short.toUnsignedInt(buffer.getShort());
            case U8 -> Byte.toUnsignedInt(buffer.get());
            case BOOL -> buffer.get() == 0 ? 0 : 1;
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    /** A sign bit, five bits of exponent biased by 15, ten bits of fraction. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent < 31) {
            magnitude = Math.scalb(1024f + fraction, exponent - 25);
        } else {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
