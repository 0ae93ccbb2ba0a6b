package org.energymatching.cli.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.energymatching.data.file.OutputFile;

/**
 * A figure of a run.
 *
 * @param file its name, without a folder; ends in .png or .gif
 * @param alternative the alternative text, for those who cannot see it
 * @param bytes of the file
 */
public record Picture(String file, String alternative, byte[] bytes) {

    /** The offset of the width in a PNG file: its first chunk begins with it. */
    private static final int WIDTH_OF_PNG = 16;

    /** The offset of the width in a GIF file, in two bytes, the lower first. */
    private static final int WIDTH_OF_GIF = 6;

    String mediaType() {
        return animated() ? "image/gif" : "image/png";
    }

    /** The width at which it is shown: a PNG at half its pixels, as it is drawn for screens of twice the usual density. */
    int width() {
        return animated()
                ? Short.toUnsignedInt(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(WIDTH_OF_GIF))
                : ByteBuffer.wrap(bytes).getInt(WIDTH_OF_PNG) / 2;
    }

    /** Writes it into a folder. */
    public Path write(Path folder) {
        Path path = folder.resolve(file);
        OutputFile.write(path, ByteBuffer.wrap(bytes));
        return path;
    }

    private boolean animated() {
        return file.endsWith(".gif");
    }
}
