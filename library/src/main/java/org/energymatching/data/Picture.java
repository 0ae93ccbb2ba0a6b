package org.energymatching.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;

/**
 * One picture file decoded: PNG or JPEG, as its first bytes tell, of any depth; grey pictures have one channel, all others
 * three. Transparency is dropped and the orientation that a camera may note is not looked at, as torchvision does.
 */
final class Picture {

    private static final long MOST_PIXELS = 100_000_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    private static final String REMEDY = "Replace or remove it, or have corrupt pictures skipped.";

    private Picture() {}

    /**
     * Decodes a picture; the set has this one image.
     *
     * @throws DataException if it is damaged, of another format, or of more than 100 million pixels
     */
    static ImageSet read(Path path) {
        return InputFile.read(path, channel -> {
            try (ImageInputStream in = new MemoryCacheImageInputStream(Channels.newInputStream(channel))) {
                return decode(path, in);
            }
        });
    }

    private static ImageSet decode(Path path, ImageInputStream in) throws IOException {
        ImageReader reader = reader(path, in);
        try {
            boolean[] guessed = {false};
            reader.addIIOReadWarningListener((source, warning) -> guessed[0] |= isDamage(warning));
            reader.setInput(in, true, true);
            requireSize(path, reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            if (guessed[0]) {
                throw new IIOException("the file ends before the picture does");
            }
            return planes(picture);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders meet damage in many ways
            throw new DataException(
                    path + " could not be decoded: " + e + ".", "A whole PNG or JPEG picture was expected.", REMEDY, e);
        } finally {
            reader.dispose();
        }
    }

    /** The decoder of a format that is read here; the JDK's others take nearly anything for theirs. */
    private static ImageReader reader(Path path, ImageInputStream in) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            for (String format : reader.getOriginatingProvider().getFormatNames()) {
                if (FORMATS.contains(format.toLowerCase(Locale.ROOT))) {
                    return reader;
                }
            }
        }
        throw new DataException(
                path + " begins neither as a PNG nor as a JPEG picture does.",
                "A whole PNG or JPEG picture was expected.",
                REMEDY);
    }

    /** Whether a decoder says that it made up pixels; it also warns of trifles. */
    private static boolean isDamage(String warning) {
        return warning.contains("Truncated") || warning.contains("premature end");
    }

    private static void requireSize(Path path, int width, int height) {
        if ((long) width * height > MOST_PIXELS) {
            throw new DataException(
                    path + " announces " + width + " x " + height + " pixels.",
                    "A picture may have up to " + MOST_PIXELS / 1_000_000 + " million, lest one file fill the memory.",
                    "Make it smaller or remove it.");
        }
    }

    private static ImageSet planes(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean grey = isGrey(picture.getColorModel());
        byte[] pixels = grey ? greyPlane(picture) : colourPlanes(picture);
        return new ImageSet(new byte[][] {pixels}, Shape.of(grey ? 1 : 3, height, width));
    }

    private static boolean isGrey(ColorModel colours) {
        if (colours instanceof IndexColorModel palette) {
            return IntStream.range(0, palette.getMapSize())
                    .map(palette::getRGB)
                    .allMatch(colour ->
                            (colour >> 16 & 0xff) == (colour & 0xff) && (colour >> 8 & 0xff) == (colour & 0xff));
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /** The stored values: asked for colours, Java takes grey for linear light and makes it brighter. */
    private static byte[] greyPlane(BufferedImage picture) {
        if (picture.getColorModel() instanceof IndexColorModel) {
            byte[] planes = colourPlanes(picture);
            return Arrays.copyOf(planes, planes.length / 3);
        }
        int width = picture.getWidth();
        int most = (1 << picture.getColorModel().getComponentSize(0)) - 1;
        byte[] plane = new byte[width * picture.getHeight()];
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRaster().getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = (byte) ((row[x] * 255 + most / 2) / most);
            }
        }
        return plane;
    }

    private static byte[] colourPlanes(BufferedImage picture) {
        int width = picture.getWidth();
        int area = width * picture.getHeight();
        byte[] planes = new byte[3 * area];
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                planes[pixel] = (byte) (row[x] >> 16);
                planes[area + pixel] = (byte) (row[x] >> 8);
                planes[2 * area + pixel] = (byte) row[x];
            }
        }
        return planes;
    }
}
