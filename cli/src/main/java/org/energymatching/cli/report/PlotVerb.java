package org.energymatching.cli.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em plot}: draws the figures of a run again and writes its report. */
@Command(name = "plot", description = "Draw the pictures of a run and write its report, also while it trains.")
public final class PlotVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    Path run = Path.of("");

    @Option(
            names = "--ood",
            converter = InputPath.class,
            paramLabel = "PATH",
            description = "Pictures of another kind, whose energies the report shows beside the data's.")
    @Nullable
    Path foreign;

    @Override
    public Result run(Console console) {
        TrainedRun trained = TrainedRun.open(run, console);
        requireApart(trained);
        RunReport presentation = RunReport.of(trained, foreign, ReportBudget.unlimited(), console);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "pictures", presentation.pictures().stream().map(Path::toString).toList());
        json.put("report", presentation.report().toString());
        json.put("evaluation", presentation.evaluation());
        return Result.done(
                presentation.pictures().stream().map(Path::toString).collect(Collectors.joining(System.lineSeparator()))
                        + System.lineSeparator()
                        + presentation.report(),
                json);
    }

    /** The run's own figures are drawn again. */
    private void requireApart(TrainedRun trained) {
        Path drawn = trained.directory().resolve("pictures").toAbsolutePath().normalize();
        if (foreign != null && foreign.toAbsolutePath().normalize().startsWith(drawn)) {
            throw new UsageException(
                    "The foreign pictures " + foreign + " are those that this run draws.",
                    "What is read is never written over.",
                    "Copy them elsewhere first.");
        }
    }
}
