package org.energymatching.cli.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.output.TextTable;
import org.energymatching.cli.run.KernelChoice;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.description.Difference;
import org.energymatching.error.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em compare}: compares runs, such as methods, seeds or settings on one table: quality at three times, and cost. */
@Command(
        name = "compare",
        description =
                "Compare runs on rows side by side: energy distances at their sampling time, at twice and at five times it, training time, and the settings that differ.")
public final class CompareVerb implements Verb {

    private static final int ROWS = 2000;
    private static final double[] MULTIPLES = {1, 2, 5};
    private static final int SHOWN = 12;

    @Parameters(paramLabel = "RUN", arity = "2..*", description = "Run directories, or checkpoints.")
    List<Path> runs = new ArrayList<>();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "" + ROWS,
            description =
                    "How many rows are drawn of each, at most as many as are held out; ${DEFAULT-VALUE} if not given.")
    int n;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Override
    public Result run(Console console) {
        List<TrainedRun> opened =
                runs.stream().map(run -> TrainedRun.open(run, console)).toList();
        for (TrainedRun run : opened) {
            if (run.ofPictures()) {
                throw new UsageException(
                        run.directory() + " has learnt pictures.",
                        "Runs on rows of numbers are compared side by side.",
                        "Evaluate runs on pictures one by one: em evaluate " + run.directory() + ".");
            }
        }
        if (n < 2) {
            throw new UsageException(
                    n + " rows were to be compared.",
                    "Distances between distributions take two or more on either side.",
                    "Choose for example -n " + ROWS + ".");
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "kernel", "steps", "training", "t", "2 t", "5 t", "losses"));
        List<Map<String, Object>> json = new ArrayList<>();
        for (TrainedRun run : opened) {
            TableEvaluation evaluation = evaluate(run, console);
            table.add(row(run, evaluation));
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("run", run.directory().toString());
            of.put("steps", run.checkpoint().step());
            of.put("seconds", run.checkpoint().seconds());
            of.put("evaluation", evaluation);
            json.add(of);
        }
        List<String> different = differences(opened);
        String text = TextTable.of(table)
                + "Energy distances to data that training has not seen, ± the standard error, at each run's sampling time t and later."
                + (different.isEmpty()
                        ? ""
                        : System.lineSeparator() + "Settings that differ, besides losses and kernels: "
                                + String.join("; ", different) + ".");
        return Result.done(text, Map.of("runs", json, "differences", different));
    }

    private TableEvaluation evaluate(TrainedRun run, Console console) {
        double time = run.config().sampling().time();
        List<Double> times = new ArrayList<>();
        for (double multiple : MULTIPLES) {
            times.add(multiple * time);
        }
        double[] looks = times.stream().mapToDouble(Double::doubleValue).toArray();
        double step = KernelChoice.step(run.config().sampling(), looks);
        return TableEvaluation.of(run, new EvaluationPlan(n, seed, step, times, null, null, null, List.of()), console);
    }

    private static List<String> row(TrainedRun run, TableEvaluation evaluation) {
        List<String> row = new ArrayList<>();
        row.add(run.directory().toString());
        row.add(run.config().sampling().kernel().name());
        row.add(Numbers.format("%,d", run.checkpoint().step()));
        row.add(Numbers.format("%.0f s", run.checkpoint().seconds()));
        evaluation
                .times()
                .forEach(at -> row.add(Numbers.format(
                        "%.4f ± %.4f",
                        at.measures().energyDistance(), at.measures().energyError())));
        row.add(run.config()
                .losses(LossConfig.class)
                .map(LossConfig::name)
                .distinct()
                .collect(Collectors.joining(", ")));
        return row;
    }

    /** The keys outside of phases in which any run differs from the first. */
    private static List<String> differences(List<TrainedRun> runs) {
        Set<String> lines = new LinkedHashSet<>();
        RunConfig first = runs.get(0).config();
        for (TrainedRun run : runs.subList(1, runs.size())) {
            for (Difference difference : run.config().differences(first)) {
                if (Stream.of("phases", "sampling.kernel", "name").noneMatch(difference.key()::startsWith)) {
                    lines.add(run.directory() + ": " + difference);
                }
            }
        }
        return lines.stream().limit(SHOWN).toList();
    }
}
