package org.energymatching.data.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests: equal for equal contents, and for no others that are known. Source: FIPS 180-4. */
public final class Sha256 {

    private Sha256() {}

    /** The SHA-256 digest of a file's bytes, as 64 lower-case hexadecimal digits. */
    public static String of(Path path) {
        return InputFile.read(path, channel -> {
            MessageDigest digest = digest();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    /** The SHA-256 digest of a text in UTF-8, as 64 lower-case hexadecimal digits. */
    public static String of(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The SHA-256 digest of concatenated arrays of bytes, as 64 lower-case hexadecimal digits. */
    public static String of(byte[][] parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
