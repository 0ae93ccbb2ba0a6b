package org.energymatching.cli.anomaly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.output.OutputPath;
import org.energymatching.cli.output.TextTable;
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

/** {@code em anomalies}: rows by their energy, with p-values against held-out rows and the columns that are responsible. */
@Command(
        name = "anomalies",
        description =
                "Find rows of a table that are unlike the data: their energy, its p-value against held-out rows, and the columns that raise it, the highest energy first.")
public final class AnomaliesVerb implements Verb {

    private static final int SHOWN = 10;

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            required = true,
            description = "The rows, in a file like the training file; - is standard input.")
    Path data = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "A",
            defaultValue = "0.01",
            description =
                    "The false-alarm rate: rows with a p-value of at most A are flagged, which are at most that share of rows of data; ${DEFAULT-VALUE} if not given.")
    double rate;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "F.csv",
            description =
                    "Where to write all rows; anomalies.csv in the run directory if not given, - is standard output.")
    @Nullable
    Path out;

    @Override
    public Result run(Console console) {
        if (!(rate > 0 && rate < 1)) {
            throw new UsageException(
                    "The false-alarm rate is " + rate + ".",
                    "It lies between 0 and 1.",
                    "Choose for example --rate 0.01.");
        }
        TrainedRun trained = TrainedRun.open(run, console);
        if (trained.ofPictures()) {
            throw new UsageException(
                    run + " has learnt pictures.",
                    "Rows of tables have columns to name.",
                    "Ask 'em evaluate --ood' whether energies tell foreign pictures apart.");
        }
        trained.requireDensity("The anomalies by the energy");
        OutputPath output =
                OutputPath.of(out != null ? out : trained.directory().resolve("anomalies.csv"));
        Inputs.of(data).and(trained).keptFrom(List.of(output.file()));
        Anomalies found = Anomalies.of(trained, data, rate, seed);
        Csv.write(output.file(), Anomalies.COLUMNS, found.cells());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", output.shown().toString());
        json.put("rows", found.rows().size());
        json.put("heldOut", found.heldOut());
        json.put("rate", rate);
        json.put("threshold", found.threshold());
        json.put("flagged", found.flagged());
        List<List<String>> lines = new ArrayList<>();
        lines.add(Anomalies.COLUMNS);
        found.cells().stream().limit(SHOWN).forEach(row -> lines.add(List.of(row)));
        return output.report(Result.done(
                Numbers.format(
                                "%,d of %,d rows have an energy of at least %s, which at most %s %% of rows of data reach (%,d held-out rows): %s%n",
                                found.flagged(),
                                found.rows().size(),
                                Numbers.brief(found.threshold(), 4),
                                Numbers.brief(100 * rate, 3),
                                found.heldOut(),
                                output.shown())
                        + TextTable.ofWords(lines),
                json));
    }
}
