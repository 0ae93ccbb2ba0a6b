package org.energymatching.cli.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Makes small files of pictures below a folder, and a recipe that learns them in no time, and badly. */
public record PictureFiles(Path folder) {

    public static final String RECIPE = """
            name: small
            data: {kind: images, side: 8, holdout: 0.25}
            source: standard-normal
            network:
              image:
                unet: {width: 32, multipliers: [1], blocks: 1, attention: [], heads: 1, headChannels: 0, dropout: 0}
                head: {mlp: {widths: [8]}}
            batchSize: 4
            shardRows: 4
            sampling: {time: 1, step: 0.5}
            phases:
              - {name: warm-up, steps: 2}
            """;

    /** The pictures of a folder: a colour each, of so many sizes as there are. */
    public Path colours(String name, int count) {
        for (int i = 0; i < count; i++) {
            picture(name + "/c" + i + ".png", 8 + i, 8 + 2 * i, BufferedImage.TYPE_INT_RGB);
        }
        return folder.resolve(name);
    }

    /** A picture of noise in the format that its name ends in. */
    public Path picture(String name, int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write(name, bytes.toByteArray());
    }

    /** An idx file of unsigned bytes with these extents, and so many bytes after them. */
    public Path idx(String name, int pixels, int... extents) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + pixels).putInt(0x0800 + extents.length);
        for (int extent : extents) {
            bytes.putInt(extent);
        }
        byte[] content = bytes.array();
        for (int i = bytes.position(); i < content.length; i++) {
            content[i] = (byte) (7 * i);
        }
        return write(name, content);
    }

    /** The same content, packed. */
    public Path packed(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write(file.getFileName() + ".gz", bytes.toByteArray());
    }

    public Path write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
