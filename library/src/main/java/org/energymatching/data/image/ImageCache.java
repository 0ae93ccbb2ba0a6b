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
 * The decoded pictures of one folder at one shape, kept beside a note of what they were made from.
 *
 * <p>The pixels are one {@code .npy} of unsigned bytes. The note, JSON, holds the SHA-256 of the pixels and a key: the SHA-256
 * of the pictures' relative paths, sizes and times of change, and of how they are decoded. A key that differs, pixels that differ, or a note that cannot be
 * read means that there is no cache, and it is made anew.
 *
 * @param pixels where the pixels are kept
 * @param note where the note is kept, written last
 * @param key of the folder as it is now
 * @param shape of one image
 */
record ImageCache(Path pixels, Path note, String key, Shape shape) {

    /** Rises whenever the same picture files come to be decoded to other pixels. */
    private static final int DECODING = 2;

    /** What is noted, besides the pixels. */
    private record Note(String key, String pixels, int converted, List<String> skipped) {

        /** Checks that nothing is missing, which Jackson would let pass. */
        Note {
            requireNonNull(key);
            requireNonNull(pixels);
            skipped = List.copyOf(skipped);
        }
    }

    /** The place for a folder in a directory of caches; nothing is read but the pictures' sizes and times. */
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

    /** What was kept, if it is whole and still true. */
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

    /** Writes the images down and gives them back. */
    Images keep(Images images) {
        NpyImages.write(pixels, images.set());
        Note noted = new Note(key, Sha256.of(pixels), images.converted(), images.skipped());
        byte[] json = JsonMapper.shared().writeValueAsString(noted).getBytes(StandardCharsets.UTF_8);
        OutputFile.write(note, ByteBuffer.wrap(json));
        return images;
    }
}
