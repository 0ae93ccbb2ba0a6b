package org.energymatching.data.image;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.energymatching.data.file.OutputFile;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cache of the decoded images of one folder at one shape, with a note of their source.
 *
 * <p>The pixels are one {@code .npy} of unsigned bytes. The note, JSON, holds the SHA-256 of the pixels and a key: the SHA-256
 * of the images' relative paths, sizes and modification times, and of how they are decoded. If the key or the pixels differ, or the
 * note cannot be read, there is no cache, and it is created again.
 *
 * @param pixels the file of the pixels
 * @param note the file of the note, written last
 * @param key of the folder's present state
 * @param shape of one image
 */
record ImageCache(Path pixels, Path note, String key, Shape shape) {

    /** Increased whenever the same image files are decoded to other pixels. */
    private static final int DECODING = 2;

    /** The content of the note. */
    private record Note(String key, String pixels, int converted, List<String> skipped) {

        /** Checks that nothing is missing, which Jackson accepts. */
        Note {
            requireNonNull(key);
            requireNonNull(pixels);
            skipped = List.copyOf(skipped);
        }
    }

    /** The cache of a folder in a directory of caches; only the sizes and times of the images are read. */
    static ImageCache of(
            Path cache, Path folder, List<PictureFiles.PictureFile> files, Shape shape, ImageReading reading) {
        String place = Sha256.of(folder.toAbsolutePath().normalize() + " " + shape + " " + reading.skipCorrupt())
                .substring(0, 16);
        String key = files.stream()
                .map(file -> String.join("\0", file.name(), Long.toString(file.size()), Long.toString(file.changed())))
                .collect(Collectors.joining("\n"));
        return new ImageCache(
                cache.resolve("images-" + place + ".npy"),
                cache.resolve("images-" + place + ".json"),
                Sha256.of(DECODING + " " + reading.background() + "\n" + key),
                shape);
    }

    /** The cached images, if they are complete and valid. */
    Optional<Images> read(PictureFiles files) {
        if (!Files.isRegularFile(pixels) || !Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JsonMapper.shared().readValue(Files.readAllBytes(note), Note.class))
                    .filter(noted -> noted.key.equals(key) && noted.pixels.equals(Sha256.of(pixels)))
                    .map(noted -> new Images(
                            NpyImages.readPlanar(pixels),
                            noted.converted,
                            noted.skipped,
                            files.files().stream()
                                    .map(PictureFiles.PictureFile::name)
                                    .filter(name -> !noted.skipped.contains(name))
                                    .toList(),
                            files.others()));
        } catch (IOException | JacksonException | DataException e) {
            return Optional.empty();
        }
    }

    /** Writes the images and returns them. */
    Images keep(Images images) {
        NpyImages.write(pixels, images.set());
        Note noted = new Note(key, Sha256.of(pixels), images.converted(), images.skipped());
        byte[] json = JsonMapper.shared().writeValueAsString(noted).getBytes(StandardCharsets.UTF_8);
        OutputFile.write(note, ByteBuffer.wrap(json));
        return images;
    }
}
