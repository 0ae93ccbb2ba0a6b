package org.energymatching.cli.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.InputPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em design}: from sequences with scores to better ones. */
@Command(
        name = "design",
        description = {
            "Design sequences that are fitter than those that were measured: train a potential on their latent vectors, follow"
                    + " chains that are drawn to a high prediction, decode, rank, judge, compare with plainer ways.",
            "The same command again goes on where it was left. For example: em design sequences --data measured.csv"
        })
public final class DesignVerb implements Verb {

    @Parameters(
            index = "0",
            paramLabel = "RECIPE|FILE.yaml",
            description = "A recipe of 'em recipes' on sequences, or a YAML file.")
    String recipe = "";

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that override the recipe's; 'em config explain design' tells what there is.")
    List<String> overrides = new ArrayList<>();

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "DIR|FILE",
            description =
                    "The sequences and their scores: a CSV with the columns sequence and score, FASTA with score=… in its headers, or the folder that the recipe's files are in.")
    @Nullable
    Path data;

    @Option(names = "--run", paramLabel = "DIR", description = "The run directory; runs/NAME if not given.")
    @Nullable
    Path run;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where designs and report are written; designs in the run directory if not given.")
    @Nullable
    Path out;

    @Option(
            names = "--interaction",
            paramLabel = "SIGMA",
            description =
                    "Drive the chains apart: the distance σ_W of their repulsion, small is strong, 0 is none; short for design.interaction=SIGMA.")
    @Nullable
    Double interaction;

    @Option(
            names = "--dry-run",
            description = "Show the resolved configuration and what training would cost, and do nothing.")
    boolean dryRun;

    @Override
    public Result run(Console console) {
        List<String> settings = new ArrayList<>(overrides);
        if (interaction != null) {
            settings.add("design.interaction=" + interaction);
        }
        RunConfig.migration(recipe).ifPresent(console::info);
        RunConfig config = data == null ? RunConfig.load(recipe, settings) : RunConfig.load(recipe, settings, data);
        Path directory = run != null ? run : Path.of("runs", config.name());
        DesignSession session =
                new DesignSession(config, directory, out != null ? out : directory.resolve("designs"), console);
        return dryRun ? session.estimate() : session.design();
    }
}
