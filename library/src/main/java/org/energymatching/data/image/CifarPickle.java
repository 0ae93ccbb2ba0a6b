package org.energymatching.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.energymatching.data.file.PackedFile;
import org.energymatching.error.DataException;

/**
 * The pixels in a Python batch of CIFAR-10 or CIFAR-100: the one array of unsigned bytes, (images, 3072), that a pickle of
 * protocol 2 or later holds. Its instructions are skipped, and none is executed.
 *
 * <p>Source: the opcodes of Python's {@code pickletools}.
 */
final class CifarPickle {

    private static final int IMAGE = 3 * 32 * 32;

    private static final String WITHOUT_ARGUMENT =
            "()012][}abdelostuNQR\u0081\u0085\u0086\u0087\u0088\u0089\u008f\u0090\u0091"
                    + "\u0092\u0093\u0094\u0097\u0098";
    private static final int TRUE = 0x88;
    private static final int FALSE = 0x89;

    private final Path path;
    private final ByteBuffer bytes;

    private CifarPickle(Path path, ByteBuffer bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** The pixels of all images, one after another. */
    static byte[] pixels(Path path) {
        return PackedFile.read(path, in -> {
            byte[] all = in.readNBytes(Integer.MAX_VALUE - 8);
            return new CifarPickle(path, ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN)).pixels();
        });
    }

    private byte[] pixels() throws IOException {
        byte[] longest = new byte[0];
        boolean unsignedBytes = false;
        boolean flag = false; // the last one: before its bytes an array has a flag for Fortran's order
        boolean fortran = false;
        try {
            for (int opcode = next(); opcode != '.'; opcode = next()) {
                flag = opcode == TRUE || flag && opcode != FALSE;
                byte[] text = argument(opcode);
                if (text.length == 2 && new String(text, StandardCharsets.ISO_8859_1).equals("u1")) {
                    unsignedBytes = true;
                } else if (text.length > longest.length) {
                    longest = text;
                    fortran = flag;
                }
            }
        } catch (java.nio.BufferUnderflowException cutOff) {
            throw unfit("is cut off");
        }
        if (!unsignedBytes || longest.length == 0 || longest.length % IMAGE != 0) {
            throw unfit("holds no array of unsigned bytes of " + IMAGE + " a row");
        }
        if (fortran) {
            throw unfit("holds an array in Fortran's order, the pixels of one image far apart");
        }
        return longest;
    }

    private int next() {
        return Byte.toUnsignedInt(bytes.get());
    }

    /** The bytes of the string in an instruction, or nothing; the position is after it then. */
    private byte[] argument(int opcode) {
        switch (opcode) {
            case 'U', 'C', 0x8c -> { // short strings, with their length in one byte
                return take(Byte.toUnsignedInt(bytes.get()));
            }
            case 'T', 'B', 'X' -> { // strings, with their length in four bytes
                return take(bytes.getInt());
            }
            case 0x8d, 0x8e, 0x96 -> { // and in eight
                return take(bytes.getLong());
            }
            case 'c', 'i' -> {
                line();
                line();
            }
            case 'I', 'L', 'F', 'S', 'V', 'P', 'p', 'g' -> line();
            case 'J', 'j', 'r' -> take(4);
            case 'K', 'h', 'q', 0x80, 0x82 -> take(1);
            case 'M', 0x83 -> take(2);
            case 0x84 -> take(4);
            case 'G', 0x95 -> take(8);
            case 0x8a -> take(Byte.toUnsignedInt(bytes.get()));
            case 0x8b -> take(bytes.getInt());
            default -> {
                if (WITHOUT_ARGUMENT.indexOf(opcode) < 0) {
                    throw unfit(String.format(java.util.Locale.ROOT, "holds the unknown instruction 0x%02x", opcode));
                }
            }
        }
        return new byte[0];
    }

    private byte[] take(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw unfit("is cut off");
        }
        byte[] taken = new byte[(int) count];
        bytes.get(taken);
        return taken;
    }

    private void line() {
        while (bytes.get() != '\n') {
            // skipped
        }
    }

    private DataException unfit(String what) {
        return new DataException(
                path + " " + what + ".",
                "A Python batch of CIFAR-10 or CIFAR-100, such as data_batch_1 or train, was expected.",
                "Fetch it again, or convert other pictures to PNG or .npy.");
    }
}
