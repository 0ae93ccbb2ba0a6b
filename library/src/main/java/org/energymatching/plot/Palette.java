package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * At most 256 colours for an image that must do with them.
 *
 * <p>A pixel whose colour the palette has keeps it. Another gets the nearest, or is one of a square of pixels whose
 * colours have the wanted one as their mean, as nearly as possible (dithering by patterns). The pattern depends on the
 * place and the colour alone, so that what rests in an animation does not flicker.
 */
final class Palette {

    private static final int MOST = 256;

    /** In which order the pixels of a square, row by row, take its colours from dark to bright. */
    private static final int[] PLAIN = {0};

    private static final int[] DITHERED = {0, 2, 3, 1};

    private final int[] colours;
    private final int[] order;
    private final Map<Integer, Byte> numbers = new HashMap<>();
    private final byte[][] patterns = new byte[ColourCells.COUNT][];

    private Palette(int[] colours, int[] order) {
        this.colours = colours;
        this.order = order;
        for (int i = 0; i < colours.length; i++) {
            numbers.put(colours[i], (byte) i);
        }
    }

    /** All shades of grey: what is grey stays exactly as it is. */
    static Palette greys() {
        return new Palette(
                IntStream.range(0, MOST).map(level -> level * 0x010101).toArray(), PLAIN);
    }

    /** White, which stays exactly as it is, and the 255 colours of the median cut. */
    static Palette of(BufferedImage image, boolean dithered) {
        ColourCells cells = new ColourCells();
        for (int rgb : pixels(image)) {
            if (rgb != Colour.WHITE.rgb()) {
                cells.add(rgb);
            }
        }
        IntStream cut = Arrays.stream(MedianCut.of(cells, MOST - 1));
        int[] colours = IntStream.concat(IntStream.of(Colour.WHITE.rgb()), cut).toArray();
        return new Palette(colours, dithered ? DITHERED : PLAIN);
    }

    /** The image in these colours. */
    BufferedImage indexed(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int side = (int) Math.sqrt(order.length);
        int[] pixels = pixels(image);
        byte[] indices = new byte[pixels.length];
        for (int i = 0; i < indices.length; i++) {
            Byte number = numbers.get(pixels[i]);
            int place = i / width % side * side + i % width % side;
            indices[i] = number == null ? pattern(ColourCells.cell(pixels[i]))[place] : number;
        }
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        indexed.getRaster().setDataElements(0, 0, width, height, indices);
        return indexed;
    }

    /** The numbers of the colours in a square: each makes up for what those before it missed. */
    private byte[] pattern(int cell) {
        if (patterns[cell] == null) {
            int wanted = ColourCells.middle(cell);
            double[] aim = channels(wanted);
            Integer[] chosen = new Integer[order.length];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = nearest(aim);
                double[] taken = channels(colours[chosen[i]]);
                for (int channel = 0; channel < aim.length; channel++) {
                    aim[channel] += channels(wanted)[channel] - taken[channel];
                }
            }
            Arrays.sort(chosen, Comparator.comparingDouble(number -> brightness(colours[number])));
            patterns[cell] = new byte[order.length];
            for (int i = 0; i < order.length; i++) {
                patterns[cell][i] = chosen[order[i]].byteValue();
            }
        }
        return patterns[cell];
    }

    private int nearest(double[] aim) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < colours.length; i++) {
            double red = aim[0] - (colours[i] >> 16);
            double green = aim[1] - (colours[i] >> 8 & 0xFF);
            double blue = aim[2] - (colours[i] & 0xFF);
            double distance = red * red + green * green + blue * blue;
            if (distance < least) {
                nearest = i;
                least = distance;
            }
        }
        return nearest;
    }

    private static double[] channels(int rgb) {
        return new double[] {rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF};
    }

    /** The luma of ITU-R BT.601. */
    private static double brightness(int rgb) {
        double[] channels = channels(rgb);
        return 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2];
    }

    /** The colours as 0xRRGGBB, row by row. */
    private static int[] pixels(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xFFFFFF;
        }
        return pixels;
    }
}
