package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Corruption;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    private static final ImageReading COLOUR = ImageReading.of(3, 2, 2);

    @TempDir
    Path directory;

    @Test
    void picturesOfAllKindsComeInTheOrderOfTheirPaths() throws IOException {
        save("b.png", colour(2, 2, (x, y) -> 0x102030));
        save("a/z.PNG", colour(4, 4, (x, y) -> 0x405060));
        save("a/b/c.jpeg", colour(16, 16, (x, y) -> 0x808080));
        save("c.png", grey(2, 2, 77));
        save(".hidden/x.png", grey(2, 2, 1));
        Files.write(directory.resolve("a/._z.png"), new byte[] {1});
        Files.writeString(directory.resolve("notes.txt"), "no picture");
        List<Long> reports = new ArrayList<>();

        Images images = Images.read(directory, COLOUR.reporting((done, total) -> reports.add(done * 100 + total)));

        assertThat(images.set().toString()).isEqualTo("ImageSet(4, 3, 2, 2)");
        assertThat(Arrays.stream(images.set().pixels()).map(image -> image[0]))
                .containsExactly((byte) 0x80, (byte) 0x40, (byte) 0x10, (byte) 77);
        assertThat(images.set().image(2)).containsExactly(16, 16, 16, 16, 32, 32, 32, 32, 48, 48, 48, 48);
        assertThat(images.converted()).isEqualTo(1);
        assertThat(images.skipped()).isEmpty();
        assertThat(reports).containsExactly(404L);

        Images greys = Images.read(directory, ImageReading.of(1, 2, 2));
        assertThat(greys.converted()).isEqualTo(3);
        assertThat(greys.set().image(3)).containsOnly(77);
    }

    private static ImageSet picture(Path file) {
        return picture(file, Background.WHITE);
    }

    private static ImageSet picture(Path file, Background background) {
        try (PictureFiles files = PictureFiles.in(file)) {
            return Picture.read(files, files.files().get(0), background);
        }
    }

    @Test
    void measurementsAreNeverResized() throws IOException {
        save("one/a.png", grey(2, 3, 9));
        save("one/b.png", colour(2, 3, (x, y) -> 0x101010));
        Shape shape = Shape.of(1, 3, 2);
        ImageSet all = ImageFolder.readUnscaled(directory.resolve("one"), shape, Background.WHITE);
        assertThat(all.shape()).isEqualTo(shape);
        assertThat(all.image(0)).containsOnly(9);
        assertThat(all.image(1)).containsOnly(16);
        assertThat(ImageFolder.readUnscaled(directory.resolve("one/a.png"), shape, Background.WHITE)
                        .count())
                .isEqualTo(1);
        assertThatThrownBy(
                        () -> ImageFolder.readUnscaled(directory.resolve("one"), Shape.of(1, 2, 3), Background.WHITE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.png has 3 rows of 2 pixels")
                .hasMessageContaining("2 rows of 3 pixels");
        assertThatThrownBy(() -> ImageFolder.readUnscaled(directory.resolve("none"), shape, Background.WHITE))
                .isInstanceOf(DataException.class);
    }

    @Test
    void theMiddleIsCutOutAndShrunk() throws IOException {
        // Eight columns of brightness 10 x; the middle four are 20 … 50.
        save("wide.png", colour(8, 4, (x, y) -> 0x010101 * 10 * x));
        ImageSet set = Images.read(directory, ImageReading.of(1, 2, 2)).set();
        assertThat(set.image(0)).containsExactly(25, 45, 25, 45);
    }

    /** Levels as they are stored: Java's own conversion makes 128 to 188. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyLevelsStayAsTheyAre(int type) throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, type);
        int unit = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 257;
        picture.getRaster().setSample(0, 0, 0, 128 * unit);
        picture.getRaster().setSample(1, 0, 0, 255 * unit);
        save("grey.png", picture);
        assertThat(picture(directory.resolve("grey.png")).image(0)).containsExactly((byte) 128, (byte) 255);
    }

    @Test
    void palettesTransparencyAndGreyJpegs() throws IOException {
        byte[] ramp = {0, 85, (byte) 170, (byte) 255};
        BufferedImage greyPalette =
                new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 4, ramp, ramp, ramp));
        BufferedImage palette = new BufferedImage(
                4, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 4, ramp, ramp, new byte[4]));
        for (int x = 0; x < 4; x++) {
            greyPalette.getRaster().setSample(x, 0, 0, x);
            palette.getRaster().setSample(x, 0, 0, x);
        }
        save("grey-palette.png", greyPalette);
        save("palette.png", palette);
        assertThat(picture(directory.resolve("grey-palette.png")).image(0)).isEqualTo(ramp);
        ImageSet coloured = picture(directory.resolve("palette.png"));
        assertThat(coloured.shape()).isEqualTo(Shape.of(3, 1, 4));
        assertThat(coloured.image(0)).startsWith(ramp).endsWith(0, 0, 0, 0);

        BufferedImage transparent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x40112233);
        save("transparent.png", transparent);
        assertThat(picture(directory.resolve("transparent.png")).image(0))
                .containsExactly((byte) 195, (byte) 200, (byte) 204);

        save("grey.jpg", grey(8, 8, 100));
        ImageSet jpeg = picture(directory.resolve("grey.jpg"));
        assertThat(jpeg.shape()).isEqualTo(Shape.of(1, 8, 8));
        assertThat((double) jpeg.image(0)[0]).isCloseTo(100, within(1.5));
    }

    @Test
    void transparentPixelsAreLaidOverABackground() throws IOException {
        BufferedImage hidden = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        hidden.setRGB(0, 0, 0x00ff0000); // red, not to be seen
        hidden.setRGB(1, 0, 0xff102030);
        save("hidden.png", hidden);
        Path file = directory.resolve("hidden.png");
        byte white = (byte) 255;
        assertThat(picture(file).image(0)).containsExactly(white, 0x10, white, 0x20, white, 0x30);
        assertThat(picture(file, Background.BLACK).image(0)).containsExactly(0, 0x10, 0, 0x20, 0, 0x30);
        assertThat(picture(file, Background.HIDDEN).image(0)).containsExactly(white, 0x10, 0, 0x20, 0, 0x30);
    }

    /** Rows and columns as the EXIF standard counts them: where the stored row 0 and column 0 are to be seen. */
    @ParameterizedTest
    @CsvSource({
        "1, 012 345", // top, left
        "2, 210 543", // top, right
        "3, 543 210", // bottom, right
        "4, 345 012", // bottom, left
        "5, 03 14 25", // left, top
        "6, 30 41 52", // right, top
        "7, 52 41 30", // right, bottom
        "8, 25 14 03", // left, bottom
        "9, 012 345", // no such orientation
    })
    void theOrientationOfACameraIsUndone(int orientation, String seen) throws IOException {
        // Six blocks of 16 x 16, bright by their number: 0 1 2 above 3 4 5.
        byte[] jpeg = bytes("jpg", colour(48, 32, (x, y) -> 0x010101 * 40 * (x / 16 + y / 16 * 3)));
        for (boolean little : new boolean[] {true, false}) {
            Path file = directory.resolve("turned.jpg");
            Files.write(file, withOrientation(jpeg, orientation, little));
            ImageSet upright = picture(file);
            String[] rows = seen.split(" ", -1);
            assertThat(upright.shape()).isEqualTo(Shape.of(3, 16L * rows.length, 16L * rows[0].length()));
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < rows[0].length(); column++) {
                    int at = (row * 16 + 8) * 16 * rows[0].length() + column * 16 + 8;
                    double brightness = Byte.toUnsignedInt(upright.image(0)[at]);
                    assertThat(brightness).isCloseTo(40 * (rows[row].charAt(column) - '0'), within(4.0));
                }
            }
        }
    }

    /** With an EXIF segment behind the first two bytes that says nothing but the orientation. */
    private static byte[] withOrientation(byte[] jpeg, int orientation, boolean little) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
        tiff.putShort((short) orientation).putShort((short) 0);
        ByteBuffer all = ByteBuffer.allocate(jpeg.length + 36);
        all.put(jpeg, 0, 2).put((byte) 0xFF).put((byte) 0xE1).putShort((short) 34);
        all.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
        return all.put(jpeg, 2, jpeg.length - 2).array();
    }

    @Test
    void inksBecomeTheColoursThatTheyMake() throws IOException {
        // Four bands as a JPEG stores them, with an Adobe segment (inverted inks) and without.
        for (boolean adobe : new boolean[] {true, false}) {
            int[] ink = {0, 60, 255, 51};
            Path file = directory.resolve("inks.jpg");
            Files.write(file, inks(ink, adobe));
            byte[] pixels = picture(file).image(0);
            for (int channel = 0; channel < 3; channel++) {
                double expected = (255 - ink[channel]) * (255 - ink[3]) / 255.0;
                assertThat((double) Byte.toUnsignedInt(pixels[channel * 256 + 100]))
                        .as("channel %d, adobe %s", channel, adobe)
                        .isCloseTo(expected, within(3.0));
            }
        }
    }

    /** A JPEG of 16 x 16 pixels of one mixture of inks. */
    private static byte[] inks(int[] ink, boolean adobe) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int band = 0; band < 4; band++) {
            int[] level = new int[256];
            Arrays.fill(level, adobe ? 255 - ink[band] : ink[band]);
            raster.setSamples(0, 0, 16, 16, band, level);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        byte[] plain = bytes.toByteArray();
        if (!adobe) {
            return plain;
        }
        byte[] segment = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        ByteBuffer all = ByteBuffer.allocate(plain.length + segment.length);
        return all.put(plain, 0, 2).put(segment).put(plain, 2, plain.length - 2).array();
    }

    @Test
    void otherFormatsAreReadAndOtherFilesAreCounted() throws IOException {
        save("a.bmp", colour(2, 2, (x, y) -> 0x0a141e));
        save("b.gif", colour(2, 2, (x, y) -> 0x0a141e));
        for (int i = 0; i < 3; i++) {
            Files.writeString(directory.resolve("w" + i + ".webp"), "RIFF");
        }
        Files.writeString(directory.resolve("notes"), "text");
        Files.writeString(directory.resolve(".hidden"), "text");
        Images images = Images.read(directory, ImageReading.of(3, 2, 2));
        assertThat(images.files()).containsExactly("a.bmp", "b.gif");
        assertThat(images.passedOver()).isEqualTo("4 other files (3 .webp, 1 without ending)");
        assertThat(images.set().image(0))
                .startsWith(10)
                .endsWith(30)
                .isEqualTo(images.set().image(1));
        Images single = Images.read(directory.resolve("a.bmp"), ImageReading.of(3, 2, 2));
        assertThat(single.files()).containsExactly("a.bmp");
        assertThat(single.set().count()).isEqualTo(1);
    }

    @Test
    void picturesInAnArchiveAreReadAsThoseOfAFolder() throws IOException {
        Path zip = directory.resolve("faces.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("b/2.png", "a.png", "__MACOSX/a.png", "readme.txt")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(bytes("png", colour(3, 3, (x, y) -> name.length())));
            }
        }
        Images images = Images.read(zip, ImageReading.of(3, 3, 3));
        assertThat(images.files()).containsExactly("a.png", "b/2.png");
        assertThat(images.passedOver()).isEqualTo("1 other file (1 .txt)");
        assertThat(images.set().image(1)).endsWith(7);
        Files.write(zip, Arrays.copyOf(Files.readAllBytes(zip), 200));
        assertThatThrownBy(() -> Images.read(zip, ImageReading.of(3, 3, 3))).isInstanceOf(DataException.class);
    }

    @Test
    void corruptPicturesAreNamedOrSkipped() throws IOException {
        save("a.png", colour(3, 3, (x, y) -> 0xffffff));
        byte[] jpeg = bytes("jpg", colour(32, 32, (x, y) -> x * y * 999));
        Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length * 2 / 3));
        Files.write(directory.resolve("empty.png"), new byte[0]);
        Files.write(directory.resolve("gif.png"), "GIF89a and so on".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Images.read(directory, COLOUR))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cut.jpg");
        Images images = Images.read(directory, COLOUR.skippingCorrupt());
        assertThat(images.set().count()).isEqualTo(1);
        assertThat(images.skipped()).containsExactly("cut.jpg", "empty.png", "gif.png");

        Files.delete(directory.resolve("a.png"));
        assertThatThrownBy(() -> Images.read(directory, COLOUR.skippingCorrupt()))
                .hasMessageContaining("none of which can be decoded");
    }

    @Test
    void damagedPicturesAreReadOrRefused() throws IOException {
        BufferedImage small = colour(9, 7, (x, y) -> x * 70_000 + y * 999);
        assertThat(Corruption.refused(bytes("png", small), directory.resolve("a.png"), ImageFolderTest::picture, 300))
                .isGreaterThan(200);
        assertThat(Corruption.refused(bytes("jpg", small), directory.resolve("a.jpg"), ImageFolderTest::picture, 300))
                .isGreaterThan(200);
    }

    /** A PNG of 60 bytes that announces 40,000 x 40,000 pixels. */
    @Test
    void giantsAreRefusedBeforeTheyAreDecoded() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(40_000).putInt(40_000);
        chunk(png, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
        ByteArrayOutputStream nothing = new ByteArrayOutputStream();
        new DeflaterOutputStream(nothing).close();
        chunk(png, "IDAT", nothing.toByteArray());
        chunk(png, "IEND", new byte[0]);
        Path file = Files.write(directory.resolve("giant.png"), png.toByteArray());
        assertThatThrownBy(() -> Images.read(directory, COLOUR))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("40000 x 40000");
    }

    @Test
    void aFolderWithoutPicturesOrShapeIsRefused() throws IOException {
        assertThatThrownBy(() -> Images.read(directory, COLOUR))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds no pictures");
        save("a.png", grey(2, 2, 1));
        assertThatThrownBy(() -> Images.read(directory, ImageReading.asStored()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no shape");
    }

    @Test
    void decodedPicturesAreKept() throws IOException {
        save("in/a.png", grey(2, 2, 10));
        Files.write(directory.resolve("in/bad.png"), new byte[] {1, 2});
        List<Long> decoded = new ArrayList<>();
        ImageReading reading = COLOUR.skippingCorrupt()
                .cachedIn(directory.resolve("cache"))
                .reporting((done, total) -> decoded.add(done));

        Images first = Images.read(directory.resolve("in"), reading);
        assertThat(decoded).hasSize(1);
        assertEqual(Images.read(directory.resolve("in"), reading), first);
        assertThat(decoded).as("read from the cache").hasSize(1);

        // Another picture, then another time of change: stale.
        save("in/b.png", grey(2, 2, 20));
        assertThat(Images.read(directory.resolve("in"), reading).set().count()).isEqualTo(2);
        Files.setLastModifiedTime(directory.resolve("in/b.png"), FileTime.fromMillis(12345));
        Images newest = Images.read(directory.resolve("in"), reading);
        assertThat(decoded).hasSize(3);
        assertThat(files("cache")).hasSize(2);

        // Another shape has a place of its own, and what was to be skipped is an error when it is not.
        Images.read(directory.resolve("in"), reading.withShape(Shape.of(1, 2, 2)));
        assertThat(files("cache")).hasSize(4);
        ImageReading strict = COLOUR.cachedIn(directory.resolve("cache"));
        assertThatThrownBy(() -> Images.read(directory.resolve("in"), strict)).hasMessageContaining("bad.png");
        assertEqual(Images.read(directory.resolve("in"), reading), newest);
        assertThat(decoded).hasSize(4);
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws IOException {
        save("in/a.png", grey(2, 2, 10));
        ImageReading reading = COLOUR.cachedIn(directory.resolve("cache"));
        Images sound = Images.read(directory.resolve("in"), reading);
        for (Path file : files("cache")) {
            byte[] whole = Files.readAllBytes(file);
            Seeds.check(20, random -> {
                byte[] damaged =
                        Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(whole.length));
                if (damaged.length > 0) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, damaged);
                assertEqual(Images.read(directory.resolve("in"), reading), sound);
            });
            Files.write(file, "null".getBytes(StandardCharsets.UTF_8));
            assertEqual(Images.read(directory.resolve("in"), reading), sound);
        }
    }

    private static void assertEqual(Images actual, Images expected) {
        assertThat(actual.set().pixels()).isDeepEqualTo(expected.set().pixels());
        assertThat(actual.set().shape()).isEqualTo(expected.set().shape());
        assertThat(actual.skipped()).isEqualTo(expected.skipped());
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.toList();
        }
    }

    private void save(String name, BufferedImage picture) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(name.toLowerCase(Locale.ROOT).endsWith("png") ? "png" : "jpg", picture));
    }

    private static byte[] bytes(String format, BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage colour(int width, int height, IntBinaryOperator colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        return picture;
    }

    private static BufferedImage grey(int width, int height, int level) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, level);
        }
        return picture;
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        png.write(ByteBuffer.allocate(4).putInt(content.length).array());
        png.write(name);
        png.write(content);
        png.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
