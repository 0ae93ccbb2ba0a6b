package org.energymatching.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

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
        return raster(lettering, RasterSurface.SCALE);
    }

    /** The picture with so many pixels to the point. */
    BufferedImage raster(Lettering lettering, int scale) {
        RasterSurface surface = new RasterSurface(width, height, scale, lettering);
        drawing.accept(surface);
        return surface.picture();
    }

    String svg() {
        SvgSurface surface = new SvgSurface(width, height);
        drawing.accept(surface);
        return surface.document();
    }

    /** Writes the file in the format its suffix asks for. */
    void save(Path file) {
        Suffixes.of("plot")
                .and(".png", this::png)
                .and(".svg", () -> svg().getBytes(StandardCharsets.UTF_8))
                .save(file);
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
}
