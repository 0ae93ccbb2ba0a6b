package org.energymatching.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
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
 * A decoder of one image file: PNG, JPEG, BMP or GIF (its first frame), by its first bytes, of any depth; grey images have
 * one channel, all others three.
 *
 * <p>The orientation that a camera noted (EXIF 1 to 8) is undone. A background is put under transparent pixels. Inks (CMYK)
 * become colours by R = (255 − C)(255 − K) / 255, and so on, as in most programs, without an ink profile.
 */
final class Picture {

    private static final long MOST_PIXELS = 100_000_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif");

    private static final String EXPECTED = "A whole PNG, JPEG, BMP or GIF picture was expected.";

    private static final String REMEDY = "Replace or remove it, or have corrupt pictures skipped.";

    private Picture() {}

    /**
     * Decodes an image; the set has this one image.
     *
     * @throws DataException if it is damaged, of another format, or of more than 100 million pixels
     */
    static ImageSet read(PictureFiles files, PictureFiles.PictureFile file, Background background) {
        return files.read(file, bytes -> {
            try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
                return decode(file.shown(), in, background);
            }
        });
    }

    private static ImageSet decode(String name, ImageInputStream in, Background background) throws IOException {
        ImageReader reader = reader(name, in);
        try {
            boolean[] guessed = {false};
            reader.addIIOReadWarningListener((source, warning) -> guessed[0] |= isDamage(warning));
            JpegMarkers markers = JpegMarkers.of(in);
            reader.setInput(in, true, true);
            requireSize(name, reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            if (guessed[0]) {
                throw new IIOException("the file ends before the picture does");
            }
            return turned(planes(picture, markers, background), markers.orientation());
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders throw many kinds of exceptions for damaged files
            throw new DataException(name + " could not be decoded: " + e + ".", EXPECTED, REMEDY, e);
        } finally {
            reader.dispose();
        }
    }

    /** The decoder of a supported format; the JDK's others accept almost any content. */
    private static ImageReader reader(String name, ImageInputStream in) {
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
                name + " begins neither as a PNG, JPEG, BMP nor as a GIF picture does.", EXPECTED, REMEDY);
    }

    /** Whether a warning of a decoder means invented pixels; it also warns of minor things. */
    private static boolean isDamage(String warning) {
        return warning.contains("Truncated")
                || warning.contains("premature end")
                || warning.contains("Out-of-sequence code");
    }

    private static void requireSize(String name, int width, int height) {
        if ((long) width * height > MOST_PIXELS) {
            throw new DataException(
                    name + " announces " + width + " x " + height + " pixels.",
                    "A picture may have up to " + MOST_PIXELS / 1_000_000 + " million, lest one file fill the memory.",
                    "Make it smaller or remove it.");
        }
    }

    private static ImageSet planes(BufferedImage picture, JpegMarkers markers, Background background) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        ColorModel colours = picture.getColorModel();
        if (colours.getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            return new ImageSet(new byte[][] {inks(picture.getRaster(), markers.adobe())}, Shape.of(3, height, width));
        }
        boolean grey = isGrey(colours);
        byte[] pixels = grey ? greyPlane(picture, background) : colourPlanes(picture, background);
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

    /** The stored values: when colours are requested, Java takes grey for linear light and makes it brighter. */
    private static byte[] greyPlane(BufferedImage picture, Background background) {
        if (picture.getColorModel() instanceof IndexColorModel) {
            byte[] planes = colourPlanes(picture, background);
            return Arrays.copyOf(planes, planes.length / 3);
        }
        int width = picture.getWidth();
        ColorModel colours = picture.getColorModel();
        int most = (1 << colours.getComponentSize(0)) - 1;
        byte[] plane = new byte[width * picture.getHeight()];
        int[] row = new int[width];
        int[] alpha = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRaster().getSamples(0, y, width, 1, 0, row);
            if (colours.hasAlpha()) {
                picture.getRaster().getSamples(0, y, width, 1, 1, alpha);
            }
            for (int x = 0; x < width; x++) {
                int value = (row[x] * 255 + most / 2) / most;
                int cover = colours.hasAlpha() ? (alpha[x] * 255 + most / 2) / most : 255;
                plane[y * width + x] = over(value, cover, background);
            }
        }
        return plane;
    }

    private static byte[] colourPlanes(BufferedImage picture, Background background) {
        int width = picture.getWidth();
        int area = width * picture.getHeight();
        byte[] planes = new byte[3 * area];
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                int cover = row[x] >>> 24;
                planes[pixel] = over(row[x] >> 16 & 0xff, cover, background);
                planes[area + pixel] = over(row[x] >> 8 & 0xff, cover, background);
                planes[2 * area + pixel] = over(row[x] & 0xff, cover, background);
            }
        }
        return planes;
    }

    /** The value over the background with the given share of it, of 255. */
    private static byte over(int value, int cover, Background background) {
        int below = background == Background.WHITE ? 255 : 0;
        return (byte) (background == Background.HIDDEN ? value : (value * cover + below * (255 - cover) + 127) / 255);
    }

    /** The decoder returns inks as in an Adobe file; without that segment they are stored inverted. */
    private static byte[] inks(Raster raster, boolean adobe) {
        int width = raster.getWidth();
        int area = width * raster.getHeight();
        byte[] planes = new byte[3 * area];
        int[] row = new int[4 * width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int black = adobe ? row[4 * x + 3] : 255 - row[4 * x + 3];
                for (int channel = 0; channel < 3; channel++) {
                    int ink = adobe ? row[4 * x + channel] : 255 - row[4 * x + channel];
                    planes[channel * area + y * width + x] = (byte) (((255 - ink) * (255 - black) + 127) / 255);
                }
            }
        }
        return planes;
    }

    /** The upright image, from one that is stored in the orientation of the camera. */
    private static ImageSet turned(ImageSet stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        int channels = (int) stored.shape().at(0);
        int h = (int) stored.shape().at(1);
        int w = (int) stored.shape().at(2);
        boolean lying = orientation >= 5;
        int height = lying ? w : h;
        int width = lying ? h : w;
        boolean upsideDown = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        byte[] from = stored.image(0);
        byte[] to = new byte[from.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int row = lying ? x : y;
                    int column = lying ? y : x;
                    int source = (upsideDown ? h - 1 - row : row) * w + (mirrored ? w - 1 - column : column);
                    to[(channel * height + y) * width + x] = from[channel * h * w + source];
                }
            }
        }
        return new ImageSet(new byte[][] {to}, Shape.of(channels, height, width));
    }
}
