package org.energymatching.data.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.Progress;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;

/**
 * A download of a file whose content is known beforehand: the file is complete and correct, or does not exist.
 *
 * <p>The received bytes are in a file in the same folder that ends in {@code .partial}, and a later call continues after them if the
 * server can. Only a file of the right digest gets the file's own name. The system's proxies are used.
 *
 * @param address http or https
 * @param size in bytes, or −1 if it is not known
 * @param sha256 of the content: 64 lower-case hexadecimal digits
 */
public record Download(URI address, long size, String sha256) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public Download {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?") || address.getHost() == null || !sha256.matches("[0-9a-f]{64}")) {
            throw new UsageException(
                    "A file with the SHA-256 '" + sha256 + "' was to be fetched from " + address + ".",
                    "Files are fetched by http or https, and a SHA-256 has 64 lower-case hexadecimal digits.",
                    "Correct the address or the digest.");
        }
    }

    /** The file at an address. */
    public static Download of(URI address, long size, String sha256) {
        return new Download(address, size, sha256);
    }

    /** The name of the file in its address. */
    public String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The same file at a mirror, which has it in this directory under its own name. */
    public Download at(URI mirror) {
        String directory = mirror.toString();
        return new Download(URI.create(directory + (directory.endsWith("/") ? "" : "/") + name()), size, sha256);
    }

    /**
     * Downloads the file, unless it exists already, and returns its path.
     *
     * @throws FailedException if the download fails: no connection, an error of the server, a connection that breaks
     * @throws DataException if the received file, or the existing one, is not this file
     */
    public Path to(Path file, Progress progress) {
        return to(file, progress, PATIENCE);
    }

    Path to(Path file, Progress progress, Duration patience) {
        if (Files.exists(file)) {
            requireDigest(file, "Remove or rename it, and the right one will be fetched from " + address + ".");
            return file;
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Transfer transfer = new Transfer(address, partial, size, progress, patience);
        try {
            Folders.make(file.toAbsolutePath().resolveSibling(""));
            if (Files.isSymbolicLink(partial)) {
                throw new UsageException(
                        partial + " is a symbolic link.",
                        "What has arrived of a download is an ordinary file.",
                        "Remove the link, and see who has made it.");
            }
            if (size < 0 || transfer.present() != size) {
                transfer.run();
            }
            accept(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FailedException(
                    address + " could not be fetched: " + reason(e) + ".",
                    (size < 0 ? "A file" : "A file of " + size + " bytes") + " was to come from there.",
                    "Try again, which continues where this ended, or put the file there by hand: "
                            + file.toAbsolutePath() + ", SHA-256 " + sha256 + ".",
                    e);
        }
        return file;
    }

    private void accept(Path partial) throws IOException {
        try {
            requireDigest(
                    partial, "It was removed: try again, and if that does not help, look for the file elsewhere.");
        } catch (DataException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    private void requireDigest(Path file, String remedy) {
        String found = Sha256.of(file);
        if (!found.equals(sha256)) {
            throw new DataException(
                    file + " has the SHA-256 " + found + ".",
                    "The file at " + address + " is known to have " + sha256 + ".",
                    remedy);
        }
    }

    private String reason(IOException e) {
        return e instanceof ConnectException
                ? "no connection to " + address.getHost() + "; perhaps this machine is offline"
                : Folders.reason(e);
    }
}
