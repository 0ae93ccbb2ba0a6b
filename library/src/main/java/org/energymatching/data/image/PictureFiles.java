package org.energymatching.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.energymatching.data.file.InputFile;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The image files of a path, in the order of their names, and the other files there: a directory and all below it, a zip
 * archive, or a single image. Names that begin with a dot are skipped without a report, all others are counted.
 */
final class PictureFiles implements AutoCloseable {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

    /** The largest size of an unpacked image of an archive, in bytes. */
    private static final int LONGEST = 1 << 29;

    private final Path place;
    private final @Nullable ZipFile archive;
    private final List<PictureFile> files;
    private final SortedMap<String, Integer> passedOver;

    private PictureFiles(
            Path place, @Nullable ZipFile archive, List<PictureFile> files, SortedMap<String, Integer> passedOver) {
        this.place = place;
        this.archive = archive;
        this.files = files;
        this.passedOver = passedOver;
    }

    /** A function of an image's bytes. */
    @FunctionalInterface
    interface Reading<T> {

        /** Reads from the beginning of the file. */
        T from(InputStream in) throws IOException;
    }

    /**
     * One image file.
     *
     * @param name relative to the path, with the same separators on all platforms
     * @param shown the whole name, for messages
     * @param size in bytes
     * @param changed the modification time, in milliseconds
     */
    record PictureFile(String name, String shown, long size, long changed) {}

    /** Whether a file name has the ending of an image. */
    static boolean isPicture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /** Whether the path may hold images: a directory, an archive or an image. */
    static boolean isPlace(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(path) || name.endsWith(".zip") || isPicture(name);
    }

    /** The images of a path, at least one. */
    static PictureFiles in(Path place) {
        PictureFiles found = Files.isDirectory(place)
                ? directory(place)
                : place.toString().toLowerCase(Locale.ROOT).endsWith(".zip") ? archive(place) : single(place);
        if (found.files.isEmpty()) {
            found.close();
            throw new DataException(
                    place + " holds no pictures" + (found.passedOver.isEmpty() ? "." : ", but " + found.others() + "."),
                    "Files that end in " + String.join(", ", ENDINGS) + " were expected there or in a directory below.",
                    "Check the path, or convert the pictures to one of these formats.");
        }
        return found;
    }

    private static PictureFiles directory(Path directory) {
        List<PictureFile> pictures = new ArrayList<>();
        SortedMap<String, Integer> others = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = relative(directory, file);
                if (("/" + name).contains("/.") || !Files.isRegularFile(file)) {
                    continue;
                }
                if (isPicture(name)) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    pictures.add(new PictureFile(
                            name,
                            file.toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                } else {
                    others.merge(ending(name), 1, Integer::sum);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(
                    directory + " could not be listed: " + e.getMessage() + ".",
                    "The directory and all below it must be readable.",
                    "Check their permissions, and that no link leads back up.",
                    e);
        }
        pictures.sort(Comparator.comparing(PictureFile::name));
        return new PictureFiles(directory, null, pictures, others);
    }

    private static PictureFiles archive(Path path) {
        ZipFile zip = InputFile.read(path, channel -> {
            try {
                return new ZipFile(path.toFile());
            } catch (ZipException e) {
                throw new DataException(
                        path + " is no sound zip archive: " + e.getMessage() + ".",
                        "A whole archive of pictures was expected.",
                        "Fetch or make it again.",
                        e);
            }
        });
        List<PictureFile> pictures = new ArrayList<>();
        SortedMap<String, Integer> others = new TreeMap<>();
        for (ZipEntry entry : (Iterable<ZipEntry>)
                () -> zip.stream().map(ZipEntry.class::cast).iterator()) {
            String name = entry.getName();
            if (entry.isDirectory() || ("/" + name).contains("/.") || name.startsWith("__MACOSX/")) {
                continue;
            }
            if (isPicture(name)) {
                pictures.add(new PictureFile(name, path + "!/" + name, entry.getSize(), entry.getCrc()));
            } else {
                others.merge(ending(name), 1, Integer::sum);
            }
        }
        pictures.sort(Comparator.comparing(PictureFile::name));
        return new PictureFiles(path, zip, pictures, others);
    }

    private static PictureFiles single(Path file) {
        return InputFile.read(
                file,
                channel -> new PictureFiles(
                        file,
                        null,
                        List.of(new PictureFile(
                                String.valueOf(file.getFileName()),
                                file.toString(),
                                channel.size(),
                                Files.getLastModifiedTime(file).toMillis())),
                        new TreeMap<>()));
    }

    List<PictureFile> files() {
        return files;
    }

    /** The skipped files, as in {@code 60 other files (30 .tif, 30 .webp)}; empty if there are none. */
    String others() {
        int count = passedOver.values().stream().mapToInt(Integer::intValue).sum();
        if (count == 0) {
            return "";
        }
        List<String> kinds = passedOver.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        return count + (count == 1 ? " other file (" : " other files (")
                + String.join(", ", kinds.subList(0, Math.min(6, kinds.size()))) + (kinds.size() > 6 ? ", …" : "")
                + ")";
    }

    /** Opens one of the files, applies the function to its bytes and closes it. */
    <T> T read(PictureFile file, Reading<T> reading) {
        if (archive == null) {
            Path path = Files.isDirectory(place) ? place.resolve(file.name()) : place;
            return InputFile.read(path, channel -> reading.from(Channels.newInputStream(channel)));
        }
        try (InputStream in = archive.getInputStream(archive.getEntry(file.name()))) {
            byte[] bytes = in.readNBytes(LONGEST);
            if (bytes.length == LONGEST) {
                throw new IOException("it unpacks to more than " + (LONGEST >> 20) + " MB");
            }
            return reading.from(new java.io.ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new DataException(
                    file.shown() + " could not be unpacked: " + e + ".",
                    "A whole archive of pictures was expected.",
                    "Fetch or make it again.",
                    e);
        }
    }

    @Override
    public void close() {
        if (archive != null) {
            try {
                archive.close();
            } catch (IOException nothingLost) {
                // It was opened for reading only.
            }
        }
    }

    private static String ending(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "without ending" : file.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** The path relative to the directory, with the same separators on all platforms. */
    private static String relative(Path directory, Path file) {
        return String.join(
                "/",
                StreamSupport.stream(directory.relativize(file).spliterator(), false)
                        .map(Path::toString)
                        .toList());
    }
}
