package org.energymatching.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.cli.schema.YamlDocument;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * An experiment that comes with the program.
 *
 * @param name its name for {@code em train}
 * @param description one line of text
 * @param expected the expected result; null if none is given
 * @param text its YAML
 */
public record Recipe(
        String name, String description, @Nullable String expected, ConfigText text) {

    /** The keys of a recipe that are for reading only. */
    static final List<String> PROSE = List.of("description", "expected");

    private static final List<String> NAMES = List.of(
            "demo",
            "toy2d",
            "toy2d-equilibrium",
            "toy2d-eqm",
            "table",
            "table-eqm",
            "smart-meter",
            "mnist-small",
            "mnist-small-eqm",
            "mnist",
            "cifar10",
            "imagenet32",
            "celeba",
            "sequences",
            "aav-medium",
            "aav-hard");

    /** The names of all recipes, the one to begin with first. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The recipe of that name.
     *
     * @throws UsageException if there is none
     */
    public static Recipe named(String name) {
        if (!NAMES.contains(name)) {
            throw new UsageException(
                    "There is no recipe '" + name + "'.",
                    "One of " + String.join(", ", NAMES) + " or the path of a YAML file was expected.",
                    Nearest.word(name, NAMES)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Run 'em recipes' to see what each is."));
        }
        ConfigText text = new ConfigText("recipe " + name, read(name));
        YamlDocument document = YamlDocument.parse(text.yaml(), text.origin());
        return new Recipe(
                name,
                document.tree().path("description").stringValue(""),
                document.tree().path("expected").stringValue(null),
                text);
    }

    private static String read(String name) {
        try (InputStream in = Recipe.class.getResourceAsStream("/recipes/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the recipe " + name + " was not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
