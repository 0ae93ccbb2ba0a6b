package org.energymatching.cli.impute;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Csv;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em impute}: multiple imputation of missing cells, with intervals. */
@Command(
        name = "impute",
        description =
                "Fill in the missing cells of a table, several times: draws of the density given the observed cells, with an interval and a deviation for each cell.")
public final class ImputeVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            required = true,
            description = "The table, in a file like the training file, with cells that are empty, NA or the like.")
    Path data = Path.of("");

    @Option(
            names = "-m",
            paramLabel = "M",
            defaultValue = "10",
            description = "The number of completed tables; ${DEFAULT-VALUE} if not given.")
    int tables;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "40",
            description =
                    "The draws of each row that intervals and deviations are of; ${DEFAULT-VALUE} if not given, and M at least.")
    int draws;

    @Option(
            names = "--level",
            paramLabel = "L",
            defaultValue = "0.9",
            description = "The probability of the intervals; ${DEFAULT-VALUE} if not given.")
    double level;

    @Option(
            names = "--time",
            paramLabel = "T",
            description =
                    "The time of chains after the draws, which correct what their weights leave; the recipe's if not given, 0 for none.")
    @Nullable
    Double time;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where to write imputed-1.csv and so on, and cells.csv; imputed in the run directory if not given.")
    @Nullable
    Path out;

    @Override
    public Result run(Console console) {
        if (tables < 1 || draws < 1 || !(level > 0 && level < 1) || time != null && !(time >= 0)) {
            throw new UsageException(
                    tables + " tables, " + draws + " draws, intervals of " + level + " and a time of " + time
                            + " were asked for.",
                    "There is one table and one draw or more, an interval has a probability between 0 and 1, and a time is not negative.",
                    "Choose for example -m 10 --draws 40 --level 0.9.");
        }
        TrainedRun trained = TrainedRun.open(run, console);
        trained.requireDensity("The density of missing cells by the energy");
        if (trained.mixture().isEmpty()) {
            throw new UsageException(
                    run + " does not start at a fitted mixture.",
                    "Missing cells are drawn from a mixture of Gaussians first, and then corrected by the potential.",
                    trained.codec() == null
                            ? "Use 'em restore --noise 0', or a run of the recipe table."
                            : "Train with the recipe table.");
        }
        Path folder = out != null ? out : trained.directory().resolve("imputed");
        Inputs.of(data).and(trained).keptFrom(List.of(folder.resolve("cells.csv")));
        GappyTable table = GappyTable.read(trained, data);
        Imputation imputation = Imputation.of(
                table,
                Math.max(draws, tables),
                time != null ? time : trained.config().sampling().time(),
                seed,
                console);
        for (int k = 0; k < tables; k++) {
            Csv.write(folder.resolve("imputed-" + (k + 1) + ".csv"), table.columns(), imputation.completed(k));
        }
        Csv.write(folder.resolve("cells.csv"), Imputation.COLUMNS, imputation.cells(level));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", folder.toString());
        json.put("rows", table.cells().size());
        json.put("incompleteRows", imputation.rows().length);
        json.put("missingCells", imputation.missing());
        json.put("tables", tables);
        json.put("draws", imputation.draws());
        json.put("effectiveCandidates", imputation.medianEffective());
        return Result.done(
                Numbers.format(
                        "%,d missing cells of %,d of %,d rows: %d completed tables and the intervals of %s %% in cells.csv, in %s.%n"
                                + "Half of the rows have at least %s of %d candidates with weight: where it is few, draws are alike.",
                        imputation.missing(),
                        imputation.rows().length,
                        table.cells().size(),
                        tables,
                        Numbers.brief(100 * level, 3),
                        folder,
                        Numbers.brief(imputation.medianEffective(), 2),
                        TrainedRun.CANDIDATES),
                json);
    }
}
