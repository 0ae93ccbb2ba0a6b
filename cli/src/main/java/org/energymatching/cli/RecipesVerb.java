package org.energymatching.cli;

import java.util.List;
import java.util.Map;
import org.energymatching.cli.config.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code em recipes}: the experiments that come with the program. */
@Command(name = "recipes", description = "List the experiments that come with the program.")
final class RecipesVerb implements Verb {

    /** A recipe in the output of {@code --json}. */
    record Entry(String name, String description, @Nullable String expected) {}

    @Override
    public Result run(Console console) {
        List<Entry> entries = Recipe.names().stream()
                .map(Recipe::named)
                .map(recipe -> new Entry(recipe.name(), recipe.description(), recipe.expected()))
                .toList();
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append("%-12s %s%n".formatted(entry.name, entry.description));
            if (entry.expected != null) {
                text.append("%-12s Expected: %s%n".formatted("", entry.expected));
            }
        }
        return Result.done(text.toString(), Map.of("recipes", entries));
    }
}
