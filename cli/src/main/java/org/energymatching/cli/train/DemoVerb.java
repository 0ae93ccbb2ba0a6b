package org.energymatching.cli.train;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code em demo}: a demonstration in a minute, from eight Gaussians to two moons. */
@Command(
        name = "demo",
        description = "Train a small potential in the plane, sample it and write a report, within minutes.")
public final class DemoVerb implements Verb {

    @Option(
            names = "--run",
            paramLabel = "DIR",
            defaultValue = "runs/demo",
            description = "The run directory; ${DEFAULT-VALUE} if not given.")
    Path run = Path.of("runs", "demo");

    @Option(names = "--no-report", description = "Train only: no evaluation and no pictures.")
    boolean noReport;

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        return new TrainingSession(RunConfig.load("demo", List.of()), run, console).train(!noReport);
    }
}
