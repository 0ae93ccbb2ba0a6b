package org.energymatching.data.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.energymatching.data.OutputFile;
import org.energymatching.data.PackedFile;
import org.energymatching.error.DataException;

/**
 * Ordinary files from a gzipped tar archive.
 *
 * <p>Only what a set of data needs is understood: headers of 512 bytes with a checksum, names of up to 255 bytes, files and
 * directories; links and other entries are passed over. A name that leads out of the directory is refused. Source: POSIX.1,
 * pax, ustar interchange format.
 */
final class TarGz {

    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private TarGz() {}

    /**
     * Unpacks the wanted files below a directory, each whole or not at all, and returns their paths.
     *
     * @param wanted whether to unpack the entry of a name
     * @param most how many bytes all wanted files may have together
     */
    static List<Path> unpack(Path archive, Path directory, Predicate<String> wanted, int most) {
        return PackedFile.read(archive, in -> {
            List<Path> unpacked = new ArrayList<>();
            long total = 0;
            for (byte[] header = in.readNBytes(BLOCK); !isEnd(header); header = in.readNBytes(BLOCK)) {
                requireChecksum(archive, header);
                long size = octal(archive, header, 124, 12);
                Path file = place(archive, directory, name(header));
                boolean ordinary = header[156] == '0' || header[156] == 0;
                long rest = (size + BLOCK - 1) / BLOCK * BLOCK;
                if (ordinary && wanted.test(name(header))) {
                    total += size;
                    if (total > most) {
                        throw damaged(archive, "the files wanted from it have more than " + most + " bytes");
                    }
                    byte[] content = in.readNBytes((int) size);
                    if (content.length < size) {
                        throw damaged(archive, "it ends within " + name(header));
                    }
                    OutputFile.write(file, ByteBuffer.wrap(content));
                    unpacked.add(file);
                    rest -= size;
                }
                in.skipNBytes(rest);
            }
            return unpacked;
        });
    }

    /** The end is a block of zeros; an archive cut at the end of a file is found out by gzip's checksum. */
    private static boolean isEnd(byte[] header) {
        return header.length == 0 || Arrays.equals(header, new byte[BLOCK]);
    }

    private static void requireChecksum(Path archive, byte[] header) {
        if (header.length < BLOCK) {
            throw damaged(archive, "it ends within a header");
        }
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? 0 : Byte.toUnsignedInt(header[i]);
        }
        if (sum != octal(archive, header, CHECKSUM, 8)) {
            throw damaged(archive, "a header has the wrong checksum");
        }
    }

    private static long octal(Path archive, byte[] header, int offset, int length) {
        String digits = text(header, offset, length).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw damaged(archive, "a header has no number where one belongs");
        }
        return Long.parseLong(digits, 8);
    }

    private static String name(byte[] header) {
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        return (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static Path place(Path archive, Path directory, String name) {
        try {
            Path root = directory.toAbsolutePath().normalize();
            Path file = root.resolve(name).normalize();
            if (file.startsWith(root) && !Path.of(name).isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw damaged(archive, "it names a file '" + name + "', which cannot be");
        }
        throw damaged(archive, "its file '" + name + "' would land outside of " + directory);
    }

    private static DataException damaged(Path archive, String what) {
        return new DataException(
                archive + " cannot be unpacked: " + what + ".",
                "A sound gzipped tar archive was expected.",
                "Fetch it again.");
    }
}
