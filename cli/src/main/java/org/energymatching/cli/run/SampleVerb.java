package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.plot.Plot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em sample}: draws samples and writes them as rows or as a picture. */
@Command(
        name = "sample",
        description = "Draw samples, in the units of the data. Sample i depends on the seed and on i alone.")
public final class SampleVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(names = "-n", defaultValue = "1000", description = "How many; ${DEFAULT-VALUE} if not given.")
    int n;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--time",
            paramLabel = "T",
            description = "The time at which chains end; the recipe's if not given.")
    @Nullable
    Double time;

    @Option(names = "--step", paramLabel = "DT", description = "The time of one step; the recipe's if not given.")
    @Nullable
    Double step;

    @Option(
            names = "--out",
            paramLabel = "F.csv|F.npy|F.png",
            description = "Where to write them; samples.csv in the run directory if not given.")
    @Nullable
    Path out;

    @Override
    public Result run(Console console) {
        if (out != null) {
            RowFile.require(out, ".png");
        }
        TrainedRun trained = TrainedRun.open(run);
        // Never into a checkpoint's own folder, which is deleted when newer ones have come.
        Path file = out != null ? out : trained.directory().resolve("samples.csv");
        double end = time != null ? time : trained.config().sampling().time();
        double dt = step != null ? step : trained.config().sampling().step();
        long started = System.nanoTime();
        Samples samples = trained.inDataUnits(
                trained.trajectory(n, seed, dt, console, end).last());
        double seconds = (System.nanoTime() - started) * 1e-9;
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            draw(trained, samples).save(file);
        } else {
            RowFile.write(file, trained.columns(), samples);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", file.toString());
        json.put("rows", n);
        json.put("columns", trained.columns());
        json.put("seed", seed);
        json.put("time", end);
        json.put("step", dt);
        json.put("seconds", seconds);
        return Result.done(
                String.format(
                        Locale.ROOT, "%d samples at t = %s in %.1f s: %s", n, Evaluation.trim(end), seconds, file),
                json);
    }

    private static Plot draw(TrainedRun trained, Samples samples) {
        Plot plot =
                Plot.titled(samples.rows() + " samples of " + trained.config().name());
        if (trained.width() == 1) {
            return plot.x(trained.columns().get(0))
                    .histogram(
                            IntStream.range(0, samples.rows())
                                    .mapToDouble(i -> samples.values()[i])
                                    .toArray(),
                            "samples");
        }
        if (trained.width() == 2) {
            return plot.x(trained.columns().get(0))
                    .y(trained.columns().get(1))
                    .scatter(samples, "")
                    .equalAspect();
        }
        double[] xs = IntStream.rangeClosed(1, trained.width()).asDoubleStream().toArray();
        return plot.x("column").y("value").curves(xs, samples, "");
    }
}
