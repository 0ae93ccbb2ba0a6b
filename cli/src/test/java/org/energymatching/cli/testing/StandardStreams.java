package org.energymatching.cli.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.energymatching.data.file.Npy;

/** One table in the forms in which it may come through a pipe. */
public final class StandardStreams {

    private StandardStreams() {}

    public static Path of(Path folder, Path csv, String kind) throws IOException {
        Path file = folder.resolve("piped." + kind);
        Path npy = folder.resolve("piped-array.npy");
        Npy.write(npy, Workbench.rows(csv));
        switch (kind) {
            case "npy" -> Files.write(file, Files.readAllBytes(npy));
            case "npz" -> {
                try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                    zip.putNextEntry(new ZipEntry("arr_0.npy"));
                    zip.write(Files.readAllBytes(npy));
                }
            }
            case "gz" -> {
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(Files.readAllBytes(csv));
                }
            }
            default -> Files.write(file, Files.readAllBytes(csv));
        }
        return file;
    }
}
