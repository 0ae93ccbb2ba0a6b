package org.energymatching.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.Method;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.InputPath;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em train}: trains a recipe, or resumes its run directory. */
@Command(
        name = "train",
        description = {
            "Train a recipe, or your own YAML file; the same command again goes on where it was left.",
            "For example: em train table --data days.csv optimizer.learningRate=5e-4"
        })
public final class TrainVerb implements Verb {

    @Parameters(index = "0", paramLabel = "RECIPE|FILE.yaml", description = "A recipe of 'em recipes', or a YAML file.")
    String recipe = "";

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that override the recipe's; 'em config explain' tells what there is.")
    List<String> overrides = new ArrayList<>();

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "PATH",
            description =
                    "What to learn: a table (CSV or NumPy), or where the recipe is one of pictures, an idx, CIFAR or"
                            + " NumPy file, or a folder or a .zip of pictures.")
    @Nullable
    Path data;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description =
                    "The phases of flow-matching, equilibrium-matching or energy-matching in place of the recipe's, with its network, data and the steps of its first phase, so that methods compare; key=value changes them.")
    @Nullable
    String method;

    @Option(names = "--run", paramLabel = "DIR", description = "The run directory; runs/NAME if not given.")
    @Nullable
    Path run;

    @Option(
            names = "--no-report",
            description = "Train only: no evaluation and no pictures, which 'em plot RUN' makes at any time.")
    boolean noReport;

    @Option(
            names = "--dry-run",
            description = "Show the resolved configuration and what it would cost, and do nothing.")
    boolean dryRun;

    /** The recipe, with another method if requested; overrides are applied last. */
    private RunConfig configuration() {
        List<String> first = method == null ? overrides : List.of();
        RunConfig config = data == null ? RunConfig.load(recipe, first) : RunConfig.load(recipe, first, data);
        return method == null
                ? config
                : RunConfig.parse(Method.of(method).appliedTo(config).toYaml(), recipe + " by " + method, overrides);
    }

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        if (data != null && InputPath.isKept(data)) {
            throw new UsageException(
                    "The data to learn are to be read from standard input or a pipe.",
                    "A run reads its data again when it is resumed, evaluated or drawn.",
                    "Write them to a file first.");
        }
        RunConfig.migration(recipe).ifPresent(console::info);
        RunConfig config = configuration();
        Path directory = run != null ? run : Path.of("runs", config.name());
        TrainingSession session = new TrainingSession(config, directory, console);
        return dryRun ? session.estimate() : session.train(!noReport);
    }
}
