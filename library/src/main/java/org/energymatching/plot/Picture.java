package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * A drawing of a given size that can be put on either surface.
 *
 * @param width in points
 * @param height in points
 * @param drawing draws it
 */
record Picture(double width, double height, Consumer<Surface> drawing) {

    byte[] png() {
        return png(raster(Lettering.available()));
    }

    BufferedImage raster(Lettering lettering) {
        RasterSurface surface = new RasterSurface(width, height, lettering);
        drawing.accept(surface);
        return surface.picture();
    }

    String svg() {
        SvgSurface surface = new SvgSurface(width, height);
        drawing.accept(surface);
        return surface.document();
    }

    /** Writes the file in the format its suffix asks for, making its directory if need be. */
    void save(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            write(file, png());
        } else if (name.endsWith(".svg")) {
            write(file, svg().getBytes(StandardCharsets.UTF_8));
        } else {
            throw new UsageException(
                    "A plot cannot be saved as " + file + ".",
                    "The name ends in .png or .svg, which says how to write it.",
                    "Give the file one of these suffixes.");
        }
    }

    /** The bytes of a PNG file with this image. */
    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return bytes.toByteArray();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new FailedException(
                    "The plot " + file + " could not be written: " + e + ".",
                    "Its directory exists or can be made, is writable and has room.",
                    "Choose another place or make room.",
                    e);
        }
    }
}
