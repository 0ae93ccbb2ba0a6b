package org.energymatching.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Folders;
import org.energymatching.error.DataException;

/**
 * The files of a checkpoint, which travel to the executors by a broadcast and are opened once in each.
 *
 * @param sums the checksums of the files, by which an executor recognises a checkpoint that it has opened
 * @param files contents by name
 */
record RunFiles(String sums, LinkedHashMap<String, byte[]> files) implements Serializable {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String STEP = "step-";
    private static final String DESCRIPTION = "checkpoint.json";
    private static final String SUMS = "SHA256SUMS";

    /** The runs that this JVM has opened: tasks of one executor share their weights. */
    private static final ConcurrentHashMap<String, TrainedRun> OPENED = new ConcurrentHashMap<>();

    /** The newest checkpoint of a run directory, or a checkpoint, on any file system of Hadoop. */
    static RunFiles read(String place, Configuration hadoop) {
        Path root = new Path(place);
        try {
            FileSystem system = root.getFileSystem(hadoop);
            Path folder = system.exists(new Path(root, DESCRIPTION)) ? root : newest(system, root);
            LinkedHashMap<String, byte[]> files = new LinkedHashMap<>();
            for (FileStatus file : system.listStatus(folder)) {
                if (file.isFile() && !file.getPath().getName().startsWith(".")) {
                    try (FSDataInputStream in = system.open(file.getPath())) {
                        files.put(file.getPath().getName(), in.readAllBytes());
                    }
                }
            }
            byte[] sums = files.get(SUMS);
            if (sums == null) {
                throw missing(place);
            }
            return new RunFiles(new String(sums, StandardCharsets.UTF_8), files);
        } catch (IOException unreadable) {
            throw new DataException(
                    place + " cannot be read: " + unreadable.getMessage() + ".",
                    "A run directory on a file system of Hadoop is readable by the driver.",
                    "Check the path and its permissions.",
                    unreadable);
        }
    }

    private static Path newest(FileSystem system, Path root) throws IOException {
        Path checkpoints = new Path(root, CHECKPOINTS);
        if (!system.exists(checkpoints)) {
            throw missing(root.toString());
        }
        return Arrays.stream(system.listStatus(checkpoints))
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(STEP))
                .max(Comparator.comparing(Path::getName))
                .orElseThrow(() -> missing(root.toString()));
    }

    private static DataException missing(String place) {
        return new DataException(
                place + " holds no checkpoint.",
                "A run directory is what 'em train' wrote, with a folder checkpoints/.",
                "Name another one, or train first.");
    }

    /** Writes the checkpoint to a folder of any file system of Hadoop. */
    void write(String place, Configuration hadoop) {
        Path folder = new Path(place);
        try {
            FileSystem system = folder.getFileSystem(hadoop);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                try (OutputStream out = system.create(new Path(folder, file.getKey()), true)) {
                    out.write(file.getValue());
                }
            }
        } catch (IOException unwritable) {
            throw new DataException(
                    place + " cannot be written: " + unwritable.getMessage() + ".",
                    "A model is saved to a folder of a file system of Hadoop.",
                    "Check the path and its permissions.",
                    unwritable);
        }
    }

    /** The run in this JVM, opened at the first use. */
    TrainedRun open() {
        return OPENED.computeIfAbsent(sums, unknown -> {
            try {
                java.nio.file.Path folder = Files.createTempDirectory("energy-matching");
                try {
                    for (Map.Entry<String, byte[]> file : files.entrySet()) {
                        Files.write(folder.resolve(file.getKey()), file.getValue());
                    }
                    return TrainedRun.open(folder);
                } finally {
                    Folders.delete(folder);
                }
            } catch (IOException noRoom) {
                throw new UncheckedIOException("a run cannot be unpacked on this executor", noRoom);
            }
        });
    }
}
