package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

final class ImageGridTest {

    private static final int MARGIN = 10;
    private static final int WHITE = 0xFFFFFF;

    private static BufferedImage decoded(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Document parsed(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + svg, e);
        }
    }

    /** The colour in the middle of a tile of flat images, without any text around them. */
    private static int tile(BufferedImage png, int row, int column, int points) {
        int x = 2 * (MARGIN + column * (points + 2) + points / 2);
        int y = 2 * (MARGIN + row * (points + 2) + points / 2);
        return png.getRGB(x, y) & WHITE;
    }

    @Test
    void bytesComeBackAndValuesBeyondAreTakenToTheEnds() {
        for (int level = 0; level < 256; level++) {
            assertThat(Mosaic.level(level / 127.5f - 1)).isEqualTo(level);
        }
        assertThat(Mosaic.level(-7)).isZero();
        assertThat(Mosaic.level(7)).isEqualTo(255);
        assertThat(Mosaic.level(0)).isEqualTo(128);
        assertThat(Mosaic.level(-0.01f)).as("126.725 is cut, not rounded").isEqualTo(126);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 5, 3, 3", "2, 3, 4, 6, 1", "3, 1, 2, 2, 4", "4, 3, 7, 1, 2"})
    void everyPixelOfThePngIsTheOneItShouldBe(long seed, int channels, int height, int width, int scale) {
        Samples images = Images.noise(new Random(seed), 5, channels, height, width);
        BufferedImage png = decoded(ImageGrid.of(images, 3).scale(scale).toPng());
        assertThat(png.getWidth()).isEqualTo(2 * (2 * MARGIN + 3 * width * scale + 2 * 2));
        assertThat(png.getHeight()).isEqualTo(2 * (2 * MARGIN + 2 * height * scale + 2));
        for (int y = 0; y < png.getHeight(); y++) {
            for (int x = 0; x < png.getWidth(); x++) {
                int across = x / 2 - MARGIN;
                int down = y / 2 - MARGIN;
                int column = Math.floorDiv(across, width * scale + 2);
                int row = Math.floorDiv(down, height * scale + 2);
                int i = Math.floorMod(across, width * scale + 2) / scale;
                int j = Math.floorMod(down, height * scale + 2) / scale;
                int image = 3 * row + column;
                boolean inside = across >= 0 && down >= 0 && column < 3 && image < 5 && i < width && j < height;
                int expected = inside ? colour(images.row(image), channels, height * width, j * width + i) : WHITE;
                assertThat(png.getRGB(x, y) & WHITE).as("pixel " + x + ", " + y).isEqualTo(expected);
            }
        }
    }

    private static int colour(float[] image, int channels, int plane, int place) {
        int[] bytes = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            double value = image[(channels == 1 ? 0 : channel) * plane + place];
            bytes[channel] = value <= -1 ? 0 : value >= 1 ? 255 : (int) Math.floor(127.5 * value + 128);
        }
        return bytes[0] << 16 | bytes[1] << 8 | bytes[2];
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 1", "9, 3, 3", "10, 4, 3", "64, 8, 8", "65, 9, 8"})
    void gridsAreAsSquareAsTheyCanBe(int count, int columns, int rows) {
        BufferedImage image =
                ImageGrid.of(Images.flat(1, 28, new double[count])).toImage();
        assertThat(image.getWidth()).isEqualTo(2 * (20 + 58 * columns - 2));
        assertThat(image.getHeight()).isEqualTo(2 * (20 + 58 * rows - 2));
    }

    @ParameterizedTest
    @CsvSource({"28, 56", "32, 64", "64, 64", "57, 57", "1, 56", "200, 200"})
    void tilesAreAtLeastFiftySixPoints(int side, int points) {
        assertThat(ImageGrid.of(Images.flat(3, side, 0)).toImage().getWidth()).isEqualTo(2 * (20 + points));
    }

    @Test
    void wideImagesStandInFewColumns() {
        BufferedImage image =
                ImageGrid.of(Images.noise(new Random(1), 16, 1, 14, 56)).toImage();
        assertThat(image.getWidth()).isEqualTo(2 * (20 + 2 * 58 - 2));
        assertThat(image.getHeight()).isEqualTo(2 * (20 + 8 * 16 - 2));
    }

    @Test
    void setsBecomeRowsOrColumns() {
        List<Samples> sets =
                List.of(Images.flat(1, 56, -1, -0.5, 0), Images.flat(1, 56, 0.25), Images.flat(1, 56, 0.5, 0.75));
        int[][] expected = {{0x000000, 0x404040, 0x808080}, {0x9F9F9F, WHITE, WHITE}, {0xBFBFBF, 0xDFDFDF, WHITE}};
        BufferedImage rows = ImageGrid.rows(sets).toImage();
        BufferedImage columns = ImageGrid.columns(sets).toImage();
        for (int set = 0; set < 3; set++) {
            for (int i = 0; i < 3; i++) {
                assertThat(tile(rows, set, i, 56)).as("row " + set + ", " + i).isEqualTo(expected[set][i]);
                assertThat(tile(columns, i, set, 56))
                        .as("column " + set + ", " + i)
                        .isEqualTo(expected[set][i]);
            }
        }
    }

    @Test
    void textsAreWrittenAroundTheMosaic() {
        ImageGrid plain = ImageGrid.of(Images.flat(1, 56, 0, 0, 0, 0), 2);
        ImageGrid written = plain.title("A title & more")
                .caption("t = 0.75")
                .rowLabels(List.of("data", "negative"))
                .columnLabels(List.of("t = 0", "a label far too wide for its tile"));
        Document svg = parsed(written.toSvg());
        String texts = svg.getDocumentElement().getTextContent();
        assertThat(texts).contains("A title & more", "t = 0.75", "data", "negative", "t = 0", "a label", "…");
        assertThat(plain.toSvg()).as("the first grid").doesNotContain("<text");
        Element image = (Element) svg.getElementsByTagName("image").item(0);
        int left = Integer.parseInt(image.getAttribute("x"));
        int top = Integer.parseInt(image.getAttribute("y"));
        assertThat(left).isGreaterThan(40);
        assertThat(top).isGreaterThan(30);
        BufferedImage png = written.toImage();
        assertThat(png.getRGB(2 * left, 2 * top) & WHITE).isEqualTo(0x808080);
        assertThat(png.getRGB(2 * left - 1, 2 * top) & WHITE).isEqualTo(WHITE);
        assertThat(png.getWidth())
                .isEqualTo(2 * Integer.parseInt(svg.getDocumentElement().getAttribute("width")));
        assertThat(png.getHeight())
                .isEqualTo(2 * Integer.parseInt(svg.getDocumentElement().getAttribute("height")));
    }

    @Test
    void svgHoldsTheMosaicPixelByPixel() {
        ImageGrid grid = ImageGrid.of(Images.noise(new Random(5), 4, 3, 8, 8));
        Element image =
                (Element) parsed(grid.toSvg()).getElementsByTagName("image").item(0);
        String data = image.getAttribute("xlink:href");
        assertThat(data).startsWith("data:image/png;base64,");
        BufferedImage embedded = decoded(Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)));
        BufferedImage png = grid.toImage();
        assertThat(image.getAttribute("style")).isEqualTo("image-rendering:pixelated");
        for (int y = 0; y < embedded.getHeight(); y++) {
            for (int x = 0; x < embedded.getWidth(); x++) {
                assertThat(embedded.getRGB(x, y)).isEqualTo(png.getRGB(2 * (x + MARGIN), 2 * (y + MARGIN)));
            }
        }
    }

    @Test
    void valuesThatAreNotFiniteAreLeftBlankAndCounted() {
        Samples images = Images.flat(3, 56, -1, -1);
        images.values()[0] = Float.NaN;
        images.values()[1] = Float.POSITIVE_INFINITY;
        ImageGrid grid = ImageGrid.of(images);
        assertThat(grid.toSvg()).contains("2 values left blank: not finite.");
        BufferedImage png = grid.toImage();
        assertThat(png.getRGB(20, 20) & WHITE).isEqualTo(WHITE);
        assertThat(png.getRGB(22, 20) & WHITE).isEqualTo(WHITE);
        assertThat(png.getRGB(24, 20) & WHITE).isZero();
    }

    @Test
    void textNeedsNoFonts() {
        Picture picture = ImageGrid.of(Images.flat(1, 56, 1)).title("ABC").picture();
        int dark = 0;
        for (int rgb : Images.pixels(picture.raster(new DotLettering()))) {
            dark += (rgb & 0xFF) < 100 ? 1 : 0;
        }
        assertThat(dark).as("dark pixels of the title").isGreaterThan(50);
    }

    @Test
    void suffixChoosesTheFormat(@TempDir Path directory) throws IOException {
        ImageGrid grid = ImageGrid.of(Images.flat(1, 4, 0));
        Path png = directory.resolve("new/deep/a.PNG");
        grid.save(png);
        grid.save(directory.resolve("a.svg"));
        Images.assertSame(ImageIO.read(png.toFile()), grid.toImage());
        assertThat(Files.readString(directory.resolve("a.svg"))).startsWith("<svg");
        assertThatThrownBy(() -> grid.save(directory.resolve("a.gif")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a.gif");
        assertThatThrownBy(() -> grid.save(png.resolve("below-a-file.png"))).isInstanceOf(FailedException.class);
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        Samples grey = Images.flat(1, 4, 0, 0);
        Samples colour = Images.flat(3, 4, 0, 0);
        Samples two = Images.flat(2, 4, 0);
        Samples none = new Samples(new float[0], Shape.of(0, 1, 4, 4));
        Samples thin = new Samples(new float[0], Shape.of(3, 1, 4, 0));
        Samples rows = Samples.of(new float[][] {{1, 2}});
        List<Runnable> requests = List.of(
                () -> ImageGrid.of(two),
                () -> ImageGrid.of(none),
                () -> ImageGrid.of(thin),
                () -> ImageGrid.of(rows),
                () -> ImageGrid.of(grey, 0),
                () -> ImageGrid.rows(List.of()),
                () -> ImageGrid.columns(List.of(none, none)),
                () -> ImageGrid.rows(List.of(grey, colour)),
                () -> ImageGrid.columns(List.of(grey, Images.flat(1, 5, 0))),
                () -> ImageGrid.rows(List.of(grey, rows)),
                () -> ImageGrid.of(grey).rowLabels(List.of("one", "two", "three")),
                () -> ImageGrid.of(grey).columnLabels(List.of()),
                () -> ImageGrid.of(grey).scale(0),
                () -> ImageGrid.of(grey).scale(Integer.MAX_VALUE),
                () -> ImageGrid.of(Images.flat(1, 4, new double[100_000])),
                () -> ImageGrid.rows(Collections.nCopies(400, grey)));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run).isInstanceOf(UsageException.class);
        }
    }
}
