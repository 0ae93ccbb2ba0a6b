package org.energymatching.cli;

import java.util.Iterator;
import org.energymatching.cli.config.Recipe;

/** The names for shell completion where a recipe or a file is expected. */
final class RecipeNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Recipe.names().iterator();
    }
}
