package org.energymatching.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.energymatching.Samples;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnimationTest {

    /** A frame as read back. */
    private record Frame(BufferedImage image, int hundredths, boolean repeats) {}

    /** A chunk as read back: where CRC and length are right. */
    private record Chunk(String type, byte[] data) {}

    private static List<ImageGrid> grids(int channels, int count) {
        List<ImageGrid> grids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Samples images = Images.noise(new Random(i), 6, channels, 7, 9);
            grids.add(ImageGrid.of(images).title("Noise").caption("t = " + i));
        }
        return grids;
    }

    private static BufferedImage drawn(ImageGrid grid, int scale) {
        return grid.picture().raster(Lettering.available(), scale);
    }

    private static List<Frame> gif(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        List<Frame> frames = new ArrayList<>();
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream);
            for (int i = 0; i < reader.getNumImages(true); i++) {
                IIOMetadataNode root =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode control = node(root, "GraphicControlExtension");
                assertThat(control.getAttribute("transparentColorFlag")).isEqualTo("FALSE");
                boolean repeats =
                        root.getElementsByTagName("ApplicationExtension").getLength() > 0;
                if (repeats) {
                    IIOMetadataNode extension = node(root, "ApplicationExtension");
                    assertThat(extension.getAttribute("applicationID")).isEqualTo("NETSCAPE");
                    assertThat((byte[]) extension.getUserObject()).containsExactly(1, 0, 0);
                }
                frames.add(new Frame(reader.read(i), Integer.parseInt(control.getAttribute("delayTime")), repeats));
            }
        } finally {
            reader.dispose();
        }
        return frames;
    }

    private static IIOMetadataNode node(IIOMetadataNode root, String name) {
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }

    private static List<Chunk> chunks(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        assertThat(bytes.getLong()).isEqualTo(0x89504E470D0A1A0AL);
        List<Chunk> chunks = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int length = bytes.getInt();
            CRC32 crc = new CRC32();
            crc.update(file, bytes.position(), 4 + length);
            byte[] type = new byte[4];
            byte[] data = new byte[length];
            bytes.get(type).get(data);
            assertThat(bytes.getInt()).as("CRC").isEqualTo((int) crc.getValue());
            chunks.add(new Chunk(new String(type, StandardCharsets.US_ASCII), data));
        }
        return chunks;
    }

    private static void write(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Reads an APNG as its specification says, and each frame as a PNG file of its own. */
    private static List<Frame> apng(byte[] file) throws IOException {
        List<Chunk> chunks = chunks(file);
        assertThat(chunks.get(0).type()).isEqualTo("IHDR");
        assertThat(chunks.get(1).type()).isEqualTo("acTL");
        assertThat(chunks.get(chunks.size() - 1).type()).isEqualTo("IEND");
        ByteBuffer animation = ByteBuffer.wrap(chunks.get(1).data());
        int count = animation.getInt();
        assertThat(animation.getInt()).as("plays").isZero();
        List<Frame> frames = new ArrayList<>();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        int sequence = 0;
        int hundredths = 0;
        for (Chunk chunk : chunks) {
            ByteBuffer data = ByteBuffer.wrap(chunk.data());
            if (chunk.type().equals("fcTL") || chunk.type().equals("fdAT")) {
                assertThat(data.getInt()).as("sequence number").isEqualTo(sequence++);
            }
            if (chunk.type().equals("fcTL") || chunk.type().equals("IEND")) {
                if (pixels.size() > 0) {
                    frames.add(new Frame(decoded(chunks, pixels.toByteArray()), hundredths, true));
                    pixels.reset();
                }
            }
            switch (chunk.type()) {
                case "fcTL" -> {
                    assertThat(chunk.data()).hasSize(26);
                    assertThat(data.getLong())
                            .as("size")
                            .isEqualTo(ByteBuffer.wrap(chunks.get(0).data()).getLong());
                    assertThat(data.getLong()).as("offset").isZero();
                    hundredths = data.getShort() & 0xFFFF;
                    assertThat(data.getShort()).as("parts of a second").isEqualTo((short) 100);
                    assertThat(data.getShort()).as("disposal and blending").isZero();
                }
                case "IDAT" -> {
                    assertThat(frames).as("only the first frame is IDAT").isEmpty();
                    pixels.writeBytes(chunk.data());
                }
                case "fdAT" -> pixels.write(chunk.data(), 4, chunk.data().length - 4);
                default -> assertThat(chunk.type()).isIn("IHDR", "acTL", "PLTE", "IEND");
            }
        }
        assertThat(frames).hasSize(count);
        return frames;
    }

    private static BufferedImage decoded(List<Chunk> chunks, byte[] pixels) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(ByteBuffer.allocate(8).putLong(0x89504E470D0A1A0AL).array());
        for (Chunk chunk : chunks) {
            if (chunk.type().equals("IHDR") || chunk.type().equals("PLTE")) {
                write(png, chunk.type(), chunk.data());
            }
        }
        write(png, "IDAT", pixels);
        write(png, "IEND", new byte[0]);
        return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
    }

    @Test
    void greyGifIsExact() throws IOException {
        List<ImageGrid> grids = grids(1, 5);
        List<Frame> frames = gif(Animation.of(grids).delay(0.25).hold(3).toGif());
        assertThat(frames).hasSize(5);
        for (int i = 0; i < 5; i++) {
            Images.assertSame(frames.get(i).image(), drawn(grids.get(i), 1));
            assertThat(frames.get(i).hundredths()).isEqualTo(i == 4 ? 300 : 25);
            assertThat(frames.get(i).repeats()).isEqualTo(i == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void apngIsExact(int channels) throws IOException {
        List<ImageGrid> grids = grids(channels, 4);
        byte[] file = Animation.of(grids).delay(0.02).hold(655.35).toApng();
        List<Frame> frames = apng(file);
        assertThat(frames).hasSize(4);
        for (int i = 0; i < 4; i++) {
            Images.assertSame(frames.get(i).image(), drawn(grids.get(i), 2));
            assertThat(frames.get(i).hundredths()).isEqualTo(i == 3 ? 65_535 : 2);
        }
        BufferedImage plain = ImageIO.read(new ByteArrayInputStream(file));
        Images.assertSame(plain, drawn(grids.get(0), 2));
    }

    @Test
    void colouredGifIsNearAndItsDitherNearerOnTheWhole() throws IOException {
        Samples images = Images.discs(3, 64, 3, 32, 0);
        ImageGrid grid = ImageGrid.of(images);
        BufferedImage exact = drawn(grid, 1);
        BufferedImage plain = gif(Animation.of(List.of(grid)).toGif()).get(0).image();
        BufferedImage mixed =
                gif(Animation.of(List.of(grid)).dithered().toGif()).get(0).image();
        assertThat(error(exact, plain, 1)).as("per pixel").isLessThan(7);
        assertThat(error(exact, mixed, 2)).as("per square").isLessThan(0.6 * error(exact, plain, 2));
        int[] wanted = Images.pixels(exact);
        int[] found = Images.pixels(mixed);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == 0xFFFFFF) {
                assertThat(found[i]).as("white stays white").isEqualTo(0xFFFFFF);
            }
        }
    }

    /** The root of the mean squared difference of channels, each the mean of squares of so many pixels. */
    private static double error(BufferedImage one, BufferedImage other, int side) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y + side <= one.getHeight(); y += side) {
            for (int x = 0; x + side <= one.getWidth(); x += side) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    double difference = 0;
                    for (int k = 0; k < side * side; k++) {
                        int a = one.getRGB(x + k % side, y + k / side) >> shift & 0xFF;
                        int b = other.getRGB(x + k % side, y + k / side) >> shift & 0xFF;
                        difference += (double) (a - b) / (side * side);
                    }
                    sum += difference * difference;
                    count++;
                }
            }
        }
        return Math.sqrt(sum / count);
    }

    @Test
    void fewColoursAreFoundAsTheyAre() {
        Random random = new Random(8);
        ColourCells cells = new ColourCells();
        int[] colours = random.ints(200, 0, ColourCells.COUNT)
                .distinct()
                .map(cell -> ColourCells.middle(cell) ^ 0x010001)
                .toArray();
        for (int colour : colours) {
            for (int times = random.nextInt(9); times >= 0; times--) {
                cells.add(colour);
            }
        }
        assertThat(MedianCut.of(cells, 256)).containsExactlyInAnyOrder(colours);
        assertThat(MedianCut.of(cells, 16)).hasSize(16);
        assertThat(MedianCut.of(new ColourCells(), 16)).hasSize(1);
    }

    @Test
    void cutColoursAreTheMeansOfTheirParts() {
        ColourCells cells = new ColourCells();
        for (int level : new int[] {10, 20, 200, 220, 240}) {
            cells.add(level << 16 | 0x1111);
        }
        assertThat(MedianCut.of(cells, 2)).containsExactlyInAnyOrder(0x0F1111, 0xDC1111);
        assertThat(cells.mean(2, ColourCells.cell(0x0A1111))).isCloseTo(10, within(1e-12));
    }

    @Test
    void frameWithANoteMakesRoomInAll() throws IOException {
        List<ImageGrid> grids = grids(1, 2);
        Samples broken = Images.flat(1, 9, 0, 0, 0, 0, 0, 0);
        Samples images = Images.noise(new Random(9), 6, 1, 7, 9);
        images.values()[3] = Float.NaN;
        grids.add(ImageGrid.of(images));
        List<Frame> frames = gif(Animation.of(grids).toGif());
        assertThat(frames.stream().map(frame -> frame.image().getHeight()).distinct())
                .hasSize(1);
        assertThat(frames.get(0).image().getHeight())
                .isGreaterThanOrEqualTo(drawn(grids.get(0), 1).getHeight());
        assertThatThrownBy(() -> Animation.of(List.of(grids.get(0), ImageGrid.of(broken))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void suffixChoosesTheFormat(@TempDir Path directory) throws IOException {
        Animation animation = Animation.of(grids(1, 2));
        Path gif = directory.resolve("new/a.GIF");
        animation.save(gif);
        animation.save(directory.resolve("a.png"));
        animation.save(directory.resolve("a.apng"));
        assertThat(gif(Files.readAllBytes(gif))).hasSize(2);
        assertThat(apng(Files.readAllBytes(directory.resolve("a.png")))).hasSize(2);
        assertThat(directory.resolve("a.apng")).hasSameBinaryContentAs(directory.resolve("a.png"));
        assertThatThrownBy(() -> animation.save(directory.resolve("a.mp4")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(".gif or .png or .apng");
        assertThatThrownBy(() -> animation.save(gif.resolve("a.gif"))).isInstanceOf(FailedException.class);
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        Animation animation = Animation.of(grids(1, 1));
        List<Runnable> requests = List.of(
                () -> Animation.of(List.of()),
                () -> Animation.of(
                        List.of(ImageGrid.of(Images.flat(1, 4, 0, 0), 1), ImageGrid.of(Images.flat(1, 4, 0, 0), 2))),
                () -> animation.delay(0),
                () -> animation.delay(Double.NaN),
                () -> animation.hold(-1),
                () -> animation.hold(656));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run).isInstanceOf(UsageException.class);
        }
    }
}
