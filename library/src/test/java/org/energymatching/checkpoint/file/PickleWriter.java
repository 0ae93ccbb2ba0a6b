package org.energymatching.checkpoint.file;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pickles put together by hand from the description in Python's pickletools, sound ones and others. */
final class PickleWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Begins with the number of the protocol. */
    static PickleWriter protocol(int number) {
        return new PickleWriter().code(0x80, number);
    }

    /** Single bytes: instructions and their short arguments. */
    PickleWriter code(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    /** Instructions that are letters, and lines. */
    PickleWriter ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleWriter int64(long number) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
        return this;
    }

    PickleWriter int32(int number) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
        return this;
    }

    PickleWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        code('X').int32(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    /** LONG1. */
    PickleWriter integer(long number) {
        byte[] digits = BigInteger.valueOf(number).toByteArray();
        code(0x8a, digits.length);
        for (int i = digits.length - 1; i >= 0; i--) {
            code(digits[i]);
        }
        return this;
    }

    PickleWriter integers(long... numbers) {
        code('(');
        for (long number : numbers) {
            integer(number);
        }
        return code('t');
    }

    PickleWriter global(String module, String name) {
        return ascii("c" + module + "\n" + name + "\n");
    }

    /** A reference to a storage. */
    PickleWriter storage(String type, String key, String device, long count) {
        return code('(')
                .text("storage")
                .global("torch", type)
                .text(key)
                .text(device)
                .integer(count)
                .code('t', 'Q');
    }

    /** A view of a storage on the CPU, as {@code torch.save} writes it. */
    PickleWriter tensor(String type, String key, long count, long offset, long[] sizes, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .code('(')
                .storage(type, key, "cpu", count)
                .integer(offset)
                .integers(sizes)
                .integers(strides)
                .code(0x89)
                .global("collections", "OrderedDict")
                .ascii(")Rt")
                .code('R');
    }

    /** A row of numbers that is all of its storage. */
    PickleWriter row(String type, String key, long count) {
        return tensor(type, key, count, 0, new long[] {count}, new long[] {1});
    }

    /** The pickle as it stands. */
    byte[] cut() {
        return bytes.toByteArray();
    }

    /** The pickle with its end. */
    byte[] end() {
        return code('.').cut();
    }
}
