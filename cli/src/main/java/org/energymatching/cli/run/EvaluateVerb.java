package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em evaluate}: distances between samples and data, beside those of data to data. */
@Command(
        name = "evaluate",
        description = "Measure how near samples come to data that training has not seen, beside data against data.")
public final class EvaluateVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "F",
            description = "Rows to compare with; the held-out rows, or fresh ones of a toy density, if not given.")
    @Nullable
    Path data;

    @Option(names = "-n", defaultValue = "2000", description = "Rows on either side; ${DEFAULT-VALUE} if not given.")
    int n;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--times",
            paramLabel = "T,…",
            split = ",",
            description = "Sampling times, looked at along the same chains; the recipe's time if not given.")
    List<Double> times = List.of();

    @Option(names = "--step", paramLabel = "DT", description = "The time of one step; the recipe's if not given.")
    @Nullable
    Double step;

    @Override
    public Result run(Console console) {
        if (n < 2) {
            throw new UsageException(
                    n + " rows were to be compared.",
                    "Distances between distributions take two rows or more on either side.",
                    "Choose for example -n 2000.");
        }
        TrainedRun trained = TrainedRun.open(run);
        double[] looks = times.isEmpty()
                ? new double[] {trained.config().sampling().time()}
                : times.stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .distinct()
                        .toArray();
        if (Arrays.stream(looks).anyMatch(t -> !(t > 0))) {
            throw new UsageException(
                    "The sampling times are " + times + ".",
                    "Sampling times are above zero.",
                    "Choose for example --times 1,2,4.");
        }
        double dt = step != null ? step : trained.config().sampling().step();
        Evaluation evaluation = Evaluation.of(trained, data, n, seed, dt, looks, console);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.toString());
        json.put("seed", seed);
        json.put("step", dt);
        json.put("evaluation", evaluation);
        return Result.done(evaluation.text(), json);
    }
}
