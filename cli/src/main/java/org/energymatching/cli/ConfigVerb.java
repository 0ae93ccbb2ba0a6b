package org.energymatching.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.schema.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code em config}: the content of a configuration, and the meaning of its keys. */
@Command(
        name = "config",
        description = "Show a configuration, or explain its keys.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {ConfigVerb.Explain.class, ConfigVerb.Show.class})
final class ConfigVerb {

    /** {@code em config explain}. */
    @Command(name = "explain", description = "Explain a key or a group of keys: meaning, type, default, symbol.")
    static final class Explain implements Verb {

        @Parameters(
                arity = "0..1",
                paramLabel = "KEY",
                completionCandidates = Keys.class,
                description = "Dotted path, such as optimizer.learningRate; every key if left out.")
        private String key = "";

        @Override
        public Result run(Console console) {
            Explanation explanation = RunConfig.explain(key);
            return Result.done(explanation.toString(), explanation);
        }
    }

    /** {@code em config show}. */
    @Command(
            name = "show",
            description =
                    "Print a configuration with its defaults and overrides resolved; a good start for one of your own.")
    static final class Show implements Verb {

        @Parameters(
                index = "0",
                paramLabel = "RECIPE",
                completionCandidates = RecipeNames.class,
                description = "Name of a recipe, or path of a YAML file.")
        private String recipe = "";

        @Parameters(
                index = "1..*",
                paramLabel = "key=value",
                description = "Overrides, such as optimizer.learningRate=3e-4 or phases.joint.steps=100.")
        private final List<String> overrides = new ArrayList<>();

        @Override
        public Result run(Console console) {
            RunConfig config = RunConfig.load(recipe, overrides);
            return Result.done(config.toYaml(), new JsonMapper().readTree(config.toJson()));
        }
    }

    /** The keys for shell completion. */
    static final class Keys implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return RunConfig.explain("").leaves().stream().map(Explanation::key).iterator();
        }
    }
}
