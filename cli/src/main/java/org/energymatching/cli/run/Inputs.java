package org.energymatching.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.data.image.ImageFolder;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a verb, which it may not replace: files, and folders of images.
 *
 * @param paths of the files and folders
 */
public record Inputs(List<Path> paths) {

    /** The inputs at these paths. */
    public static Inputs of(@Nullable Path... paths) {
        return new Inputs(Stream.of(paths).filter(Objects::nonNull).toList());
    }

    /** Adds the inputs of a run: its checkpoint and its training data. */
    public Inputs and(TrainedRun run) {
        List<Path> all = new ArrayList<>(paths);
        all.add(run.folder());
        String data = run.config().data().path();
        if (data != null && !data.isBlank()) {
            all.add(Path.of(data));
        }
        return new Inputs(all);
    }

    /** Refuses outputs that are one of the inputs, by whatever name, before anything is written. */
    public void keptFrom(List<Path> outputs) {
        for (Path output : outputs) {
            for (Path input : paths) {
                if (isPart(output, input)) {
                    throw new UsageException(
                            "The output " + output + " would replace "
                                    + (Files.isDirectory(input) ? "a file of the input " : "the input ") + input + ".",
                            "What is read is never written over.",
                            "Choose another place with --out.");
                }
            }
        }
    }

    private static boolean isPart(Path output, Path input) {
        try {
            if (!Files.exists(output) || !Files.exists(input)) {
                return false;
            }
            if (!Files.isDirectory(input)) {
                return Files.isSameFile(output, input);
            }
            boolean kind = ImageFolder.isPicture(output.toString()) || Files.exists(input.resolve("checkpoint.json"));
            return kind && Files.isRegularFile(output) && output.toRealPath().startsWith(input.toRealPath());
        } catch (IOException unknown) {
            return false; // it cannot be read either, and is refused later
        }
    }
}
