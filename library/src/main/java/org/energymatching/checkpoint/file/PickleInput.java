package org.energymatching.checkpoint.file;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the bytes of a pickle in order; a length in the pickle is accepted only if there are as many bytes. */
final class PickleInput {

    /** The largest length of a line, which has the name of a global or a decimal number. */
    private static final int LONGEST_LINE = 200;

    private final TorchFile file;
    private final ByteBuffer bytes;

    /** Reads from the buffer's position on and advances it. */
    PickleInput(TorchFile file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A signed integer of four bytes. */
    long signed() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    /** An unsigned integer of 1, 2, 4 or 8 bytes; 2⁶³ and more become negative. */
    long unsigned(int width) {
        require(width);
        return switch (width) {
            case 1 -> Byte.toUnsignedLong(bytes.get());
            case 2 -> Short.toUnsignedLong(bytes.getShort());
            case 4 -> Integer.toUnsignedLong(bytes.getInt());
            default -> bytes.getLong();
        };
    }

    /** Eight bytes, big-endian: the only number that pickles store in that order. */
    double real() {
        require(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** As many bytes as an unsigned integer of {@code width} bytes before them says. */
    byte[] counted(int width) {
        byte[] taken = new byte[require(unsigned(width))];
        bytes.get(taken);
        return taken;
    }

    /** Counted bytes as text. */
    String text(int width) {
        return new String(counted(width), StandardCharsets.UTF_8);
    }

    /** Counted bytes as an integer in two's complement, little-endian: a {@link Long} where it fits. */
    Number integer(int width) {
        byte[] digits = counted(width);
        byte[] reversed = new byte[digits.length + 1];
        for (int i = 0; i < digits.length; i++) {
            reversed[digits.length - i] = digits[i];
        }
        reversed[0] = (byte) (digits.length > 0 && digits[digits.length - 1] < 0 ? -1 : 0);
        return narrowed(new BigInteger(reversed));
    }

    /** An integer in decimal, as in a line. */
    Number decimal(String line) {
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        try {
            return narrowed(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw file.damaged("has the line '" + line + "' where a number belongs");
        }
    }

    /** Everything up to the end of the line. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) unsigned(1); c != '\n'; c = (char) unsigned(1)) {
            if (line.length() == LONGEST_LINE) {
                throw file.damaged("has a line of more than " + LONGEST_LINE + " characters in its pickle");
            }
            line.append(c);
        }
        return line.toString();
    }

    /** Passes when at least that many bytes are left. */
    int require(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw file.damaged("has a pickle that claims " + Long.toUnsignedString(count) + " bytes more at byte "
                    + bytes.position() + ", where " + bytes.remaining() + " are left");
        }
        return (int) count;
    }

    private static Number narrowed(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }
}
