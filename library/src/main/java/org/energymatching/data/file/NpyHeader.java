package org.energymatching.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * The header of a {@code .npy} file: magic, version, length, and a Python dictionary padded with blanks.
 *
 * @param type the type of each number
 * @param order the byte order
 * @param fortranOrder whether the first index changes fastest
 * @param shape its size fits a long and that of a row an int
 * @param bytes of the header itself, magic and all
 */
public record NpyHeader(NumberType type, ByteOrder order, boolean fortranOrder, Shape shape, long bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy's own limit on the length of a header. */
    private static final int LONGEST = 10_000;

    private static final int ALIGNMENT = 64;

    private static final Pattern DICTIONARY = Pattern.compile(
            "\\{(?:\\s*(?:"
                    + "['\"]descr['\"]\\s*:\\s*(?:['\"](?<descr>[^'\"]*)['\"]|(?<fields>\\[.*?\\]))|"
                    + "['\"]fortran_order['\"]\\s*:\\s*(?<fortran>True|False)|"
                    + "['\"]shape['\"]\\s*:\\s*\\((?<shape>\\s*(?:\\d{1,18}L?\\s*(?:,\\s*|(?=\\))))*)\\)"
                    + ")\\s*(?:,|(?=\\}))){3}\\s*\\}",
            Pattern.DOTALL);
    private static final Map<String, NumberType> TYPES = Map.ofEntries(
            Map.entry("f2", NumberType.F16),
            Map.entry("f4", NumberType.F32),
            Map.entry("f8", NumberType.F64),
            Map.entry("i1", NumberType.I8),
            Map.entry("i2", NumberType.I16),
            Map.entry("i4", NumberType.I32),
            Map.entry("i8", NumberType.I64),
            Map.entry("u1", NumberType.U8),
            Map.entry("u2", NumberType.U16),
            Map.entry("u4", NumberType.U32),
            Map.entry("u8", NumberType.U64),
            Map.entry("b1", NumberType.BOOL));

    /** Reads the header; the stream is then at the first number. */
    public static NpyHeader read(Path path, InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2) {
            throw damaged(path, "is too short for a NumPy file");
        }
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(path, "does not begin as a NumPy file does");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
            throw damaged(path, "is of an unknown version of the format");
        }
        byte[] lengthField = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            length = length << 8 | Byte.toUnsignedLong(lengthField[i]);
        }
        byte[] text = length > LONGEST ? new byte[0] : in.readNBytes((int) length);
        if (text.length < length) {
            throw damaged(path, "announces a header of " + length + " bytes");
        }
        return parse(path, new String(text, StandardCharsets.UTF_8), start.length + lengthField.length + length);
    }

    /** The number of elements, which must fit one Java array. */
    int length(Path path) {
        try {
            return shape.length();
        } catch (ArithmeticException e) {
            throw tooLarge(path, shape, e);
        }
    }

    /** The header of an array in C order whose numbers are of this dtype, such as {@code <f4}. */
    public static ByteBuffer bytes(String descr, Shape shape) {
        String extents = Arrays.stream(shape.extents()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + extents
                + (shape.rank() == 1 ? ",), }" : "), }");
        int before = MAGIC.length + 2 + 2;
        int total = (before + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String padded = text + " ".repeat(total - before - text.length() - 1) + "\n";
        return ByteBuffer.allocate(total)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    /** Parses the one kind of Python literal in a header, without evaluation; Python 2 wrote long integers as 3L. */
    private static NpyHeader parse(Path path, String text, long bytes) {
        Matcher header = DICTIONARY.matcher(text.strip());
        if (!header.matches() || header.group("fortran") == null || header.group("shape") == null) {
            throw malformed(path, text);
        }
        String descr = header.group("descr");
        if (descr == null) {
            if (header.group("fields") == null) {
                throw malformed(path, text);
            }
            throw new DataException(
                    path + " holds a structured array, with named fields.",
                    "An array of plain numbers was expected.",
                    "Save its fields as the columns of one array of float32.");
        }
        String tuple = header.group("shape").replace("L", "").strip();
        long[] extents = Arrays.stream(tuple.isEmpty() ? new String[0] : tuple.split("\\s*,\\s*"))
                .mapToLong(Long::parseLong)
                .toArray();
        return new NpyHeader(
                type(path, descr), order(descr), header.group("fortran").equals("True"), shape(path, extents), bytes);
    }

    private static DataException malformed(Path path, String text) {
        return new DataException(
                path + " has the header " + text.strip() + ".",
                "A NumPy header reads like {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.",
                "Make the file again with numpy.save.");
    }

    private static NumberType type(Path path, String descr) {
        // '=' and no mark at all mean the byte order of the machine that wrote the file.
        NumberType type = descr.matches("[<>=]?..|\\|.1") ? TYPES.get(descr.substring(descr.length() - 2)) : null;
        if (type == null) {
            throw new DataException(
                    path + " holds an array of dtype '" + descr + "'.",
                    "Arrays of real numbers or booleans can be read: "
                            + TYPES.keySet().stream().sorted().toList() + ".",
                    "Convert it in Python: numpy.save(path, array.astype('float32')).");
        }
        return type;
    }

    private static ByteOrder order(String descr) {
        return descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static Shape shape(Path path, long[] extents) {
        if (extents.length == 0) {
            throw new DataException(
                    path + " holds a single number without axes.",
                    "An array needs at least one axis, which counts its rows.",
                    "Save an array of shape (rows, columns).");
        }
        Shape shape = Shape.of(extents);
        try {
            shape.size();
            shape.row().length();
        } catch (ArithmeticException e) {
            throw tooLarge(path, shape, e);
        }
        return shape;
    }

    private static DataException tooLarge(Path path, Shape shape, ArithmeticException cause) {
        return new DataException(
                path + " holds an array of shape " + shape + ".",
                "An array may have up to " + Integer.MAX_VALUE + " numbers.",
                "Split it into several files.",
                cause);
    }

    private static DataException damaged(Path path, String what) {
        return new DataException(
                path + " " + what + ".",
                "A file of NumPy's format 1.0, 2.0 or 3.0 was expected.",
                "Make it again with numpy.save.");
    }
}
