package org.energymatching.cli.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.data.file.Folders;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The input files of design.
 *
 * @param sequences the sequences and their scores
 * @param scores a separate table of their scores, or null
 * @param vae a released autoencoder, or null
 * @param predictors released predictors; may be empty
 * @param ranking released predictors to rank by; may be empty
 * @param oracle the oracle for evaluation, or null
 */
record DesignFiles(
        Path sequences,
        @Nullable Path scores,
        @Nullable Path vae,
        List<Path> predictors,
        List<Path> ranking,
        @Nullable Path oracle) {

    static DesignFiles of(RunConfig config) {
        String given = config.data().path();
        Path path = Path.of(given == null ? "" : given);
        if (given == null || given.isBlank() || !Files.exists(path)) {
            throw missing(path, "data.path");
        }
        boolean folder = Files.isDirectory(path);
        Path beside = folder ? path : path.toAbsolutePath().resolveSibling("");
        Path sequences = folder ? named(path, config.data().sequences().file()) : path;
        String scores = config.data().sequences().scores();
        return new DesignFiles(
                sequences,
                scores == null ? null : existing(Path.of(scores), "data.sequences.scores"),
                in(beside, config.design().vae(), "design.vae"),
                all(beside, config.design().predictors(), "design.predictors"),
                all(beside, config.design().ranking(), "design.ranking"),
                in(beside, config.design().oracle(), "design.oracle"));
    }

    private static List<Path> all(Path folder, List<String> names, String key) {
        return names.stream().map(name -> existing(folder.resolve(name), key)).toList();
    }

    private static @Nullable Path in(Path folder, @Nullable String name, String key) {
        return name == null ? null : existing(folder.resolve(name), key);
    }

    private static Path named(Path folder, @Nullable String file) {
        if (file == null) {
            List<String> candidates = names(folder).stream()
                    .filter(name ->
                            name.toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt|fasta|fas|fa|faa|fna|ffn)"))
                    .toList();
            throw new UsageException(
                    folder + " is a folder, and data.sequences.file does not say which of its files to read.",
                    candidates.isEmpty()
                            ? "A folder with a CSV or FASTA file of sequences was expected."
                            : "Files of sequences there are " + String.join(", ", candidates) + ".",
                    "Give the file itself with --data, or add data.sequences.file=NAME.");
        }
        return existing(folder.resolve(file), "data.sequences.file");
    }

    private static Path existing(Path file, String key) {
        if (!Files.isRegularFile(file)) {
            throw missing(file, key);
        }
        return file;
    }

    private static DataException missing(Path file, String key) {
        Path folder = file.toAbsolutePath().getParent();
        List<String> there = folder != null && Files.isDirectory(folder) ? names(folder) : List.of();
        return new DataException(
                file + " does not exist.",
                "A file or folder was expected there (" + key + ").",
                Nearest.word(String.valueOf(file.getFileName()), there)
                        .map(near -> "Did you mean '" + file.resolveSibling(near) + "'?")
                        .orElse("Check the path, and the folder that --data names."));
    }

    private static List<String> names(Path folder) {
        try {
            return Folders.inside(folder).stream()
                    .map(path -> String.valueOf(path.getFileName()))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
