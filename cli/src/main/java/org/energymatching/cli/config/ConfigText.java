package org.energymatching.cli.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.data.file.Folders;
import org.energymatching.error.UsageException;

/**
 * The text of a configuration and its origin.
 *
 * @param origin its path or recipe name, for messages
 * @param yaml its content
 */
record ConfigText(String origin, String yaml) {

    private static final long LARGEST = 1 << 20;

    /** The file if the name looks like a path, else the recipe. */
    static ConfigText find(String recipeOrFile) {
        boolean path = recipeOrFile.endsWith(".yaml")
                || recipeOrFile.endsWith(".yml")
                || recipeOrFile.contains("/")
                || recipeOrFile.contains("\\");
        return path ? read(recipeOrFile) : Recipe.named(recipeOrFile).text();
    }

    private static ConfigText read(String name) {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw missing(file);
            }
            if (Files.size(file) > LARGEST) {
                throw unfit(name, "is larger than a megabyte");
            }
            return new ConfigText(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw unfit(name, "is not a text in UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            throw unfit(name, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private static UsageException missing(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return new UsageException(
                    "There is no folder '" + (folder == null ? file : folder) + "'.",
                    "A recipe's name or the path of a YAML file was expected.",
                    "Correct the path, or run 'em recipes' to see the recipes.");
        }
        List<String> names = Folders.inside(folder).stream()
                .filter(Files::isRegularFile)
                .map(near -> near.getFileName().toString())
                .filter(near -> near.endsWith(".yaml") || near.endsWith(".yml"))
                .sorted()
                .toList();
        Path fileName = file.getFileName();
        String remedy = Nearest.word(fileName == null ? "" : fileName.toString(), names)
                .map(near -> "Did you mean '" + folder.resolve(near) + "'?")
                .orElse(
                        names.isEmpty()
                                ? "There is no YAML file in '" + folder
                                        + "' at all; run 'em recipes' to see the recipes."
                                : "YAML files there: " + String.join(", ", names) + ".");
        return new UsageException(
                "There is no file '" + file + "'.", "A recipe's name or the path of a YAML file was expected.", remedy);
    }

    private static UsageException unfit(String name, String why) {
        return new UsageException(
                "'" + name + "' " + why + ".",
                "A short YAML file was expected.",
                "Start from a recipe: 'em config show toy2d > my.yaml'.");
    }
}
