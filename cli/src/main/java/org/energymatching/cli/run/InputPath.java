package org.energymatching.cli.run;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import picocli.CommandLine.ITypeConverter;

/**
 * A path to read from; {@code -} is standard input.
 *
 * <p>Input that can be read only once and has no name, such as standard input and pipes, is copied to a temporary file, whose
 * extension is chosen by its first bytes, until the program ends.
 */
public final class InputPath implements ITypeConverter<Path> {

    private static final Map<String, Path> KEPT = new HashMap<>();

    /** The first bytes of file formats, with their extensions. */
    private static final Map<String, byte[]> KINDS = Map.of(
            ".npy", new byte[] {(byte) 0x93, 'N', 'U', 'M'},
            ".npz", new byte[] {'P', 'K', 3, 4},
            ".csv.gz", new byte[] {0x1f, (byte) 0x8b},
            ".png", new byte[] {(byte) 0x89, 'P', 'N', 'G'},
            ".jpg", new byte[] {(byte) 0xff, (byte) 0xd8},
            ".gif", new byte[] {'G', 'I', 'F', '8'},
            ".bmp", new byte[] {'B', 'M'});

    @Override
    public Path convert(String text) {
        Path path = Path.of(text);
        boolean device = text.equals("-")
                || text.equals("/dev/stdin")
                || text.startsWith("/dev/fd/")
                || text.startsWith("/proc/self/fd/");
        boolean pipe = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return device || pipe ? KEPT.computeIfAbsent(text, InputPath::kept) : path;
    }

    /** Whether a path is that of a temporary file. */
    public static boolean isKept(Path path) {
        return KEPT.containsValue(path);
    }

    /** Forgets the copies, which another call of the program within one JVM would otherwise read again. */
    public static void forget() {
        KEPT.clear();
    }

    private static Path kept(String text) {
        try (InputStream in = text.equals("-") ? System.in : new FileInputStream(text)) {
            BufferedInputStream stored = new BufferedInputStream(in);
            stored.mark(4);
            byte[] start = stored.readNBytes(4);
            stored.reset();
            if (start.length == 0) {
                throw new DataException(
                        (text.equals("-") ? "Standard input" : text) + " is empty.",
                        "A table, an array or a picture was expected.",
                        "Check the command before the pipe.");
            }
            return file(start, stored);
        } catch (IOException e) {
            throw new FailedException(
                    (text.equals("-") ? "Standard input" : text) + " could not be read and kept: " + e + ".",
                    "It is kept in a temporary file while the program runs.",
                    "Check the command before the pipe, and the room in " + System.getProperty("java.io.tmpdir") + ".",
                    e);
        }
    }

    private static Path file(byte[] start, InputStream in) throws IOException {
        String ending = KINDS.entrySet().stream()
                .filter(kind -> Arrays.equals(
                        kind.getValue(), Arrays.copyOf(start, Math.min(start.length, kind.getValue().length))))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(".csv");
        Path folder = Files.createTempDirectory("em-input-");
        folder.toFile().deleteOnExit();
        Path file = folder.resolve("input" + ending);
        file.toFile().deleteOnExit();
        Files.copy(in, file);
        return file;
    }
}
