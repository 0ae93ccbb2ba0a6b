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
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.error.UsageException;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em sample}: draws samples and writes them as rows, as images, as a picture or as an animation. */
@Command(
        name = "sample",
        description = "Draw samples, in the units of the data. Sample i depends on the seed and on i alone.")
public final class SampleVerb implements Verb {

    private static final int ROWS = 1000;
    private static final int IMAGES = 100;
    private static final int ANIMATED = 36;
    private static final int FRAMES = 60;

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "-n",
            paramLabel = "N",
            description = "How many; if not given, " + ROWS + " rows, " + IMAGES + " images, " + ANIMATED
                    + " in an animation.")
    @Nullable
    Integer n;

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
            paramLabel = "F",
            description = {
                "Where to write them; samples.csv, or samples.png for images, in the run directory if not given.",
                "Rows: .csv, .npy, or .png for a chart. Images: .png for a grid, .gif or .apng for the way from noise to"
                        + " data as an animation, .npy for unsigned bytes (n, channels, height, width), 0 for -1 and 255 for 1."
            })
    @Nullable
    Path out;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames of an animation, from t = 0 to the end; " + FRAMES + " if not given.")
    @Nullable
    Integer frames;

    @Option(
            names = "--precision",
            paramLabel = "single|bfloat16",
            description = "The numbers that images are computed in; the recipe's if not given.")
    Choices.@Nullable Precision precision;

    @Override
    public Result run(Console console) {
        if (out != null) {
            RowFile.require(out, ".png", ".gif", ".apng");
        }
        TrainedRun trained = TrainedRun.open(run);
        RunConfig.Sampling sampling = trained.config().sampling();
        TimeGrid grid = new TimeGrid(time != null ? time : sampling.time(), step != null ? step : sampling.step());
        boolean images = trained.ofPictures();
        // Never into a checkpoint's own folder, which is deleted when newer ones have come.
        Path file = out != null ? out : trained.directory().resolve(images ? "samples.png" : "samples.csv");
        requireFitting(file, images);
        return images
                ? drawImages(
                        NetworkChoice.computing(trained, precision != null ? precision : sampling.precision()),
                        grid,
                        file,
                        console)
                : drawRows(trained, grid, file, console);
    }

    private void requireFitting(Path file, boolean images) {
        boolean animated = ImageFile.animated(file);
        if (!images && (animated || precision != null)) {
            throw new UsageException(
                    (animated ? "An animation, " + file + "," : "A precision")
                            + " is asked of a run on rows of numbers.",
                    "Animations and precisions are for images; rows are written as .csv, .npy or .png.",
                    animated ? "Choose one of these endings for --out." : "Leave --precision out.");
        }
        if (!animated && frames != null) {
            throw new UsageException(
                    frames + " frames are asked of " + file + ".",
                    "Files that end in .gif or .apng have frames.",
                    "Leave --frames out, or choose one of these endings for --out.");
        }
    }

    private Result drawRows(TrainedRun trained, TimeGrid grid, Path file, Console console) {
        int count = n != null ? n : ROWS;
        long started = System.nanoTime();
        Samples samples = trained.inDataUnits(trained.trajectory(count, seed, grid.step(), console, grid.end())
                .last());
        double seconds = (System.nanoTime() - started) * 1e-9;
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            chart(trained, samples).save(file);
        } else {
            RowFile.write(file, trained.columns(), samples);
        }
        return result(file, count, grid, seconds, Map.of("columns", trained.columns()));
    }

    private Result drawImages(TrainedRun trained, TimeGrid grid, Path file, Console console) {
        boolean animated = ImageFile.animated(file);
        int count = n != null ? n : animated ? ANIMATED : IMAGES;
        Shape shape = trained.checkpoint().architecture().inputShape();
        ImageFile.require(file, count, shape);
        double[] times = animated ? ImageFile.times(grid, frames != null ? frames : FRAMES) : new double[] {grid.end()};
        long started = System.nanoTime();
        Trajectory chains = trained.trajectory(count, seed, grid.step(), console, times);
        double seconds = (System.nanoTime() - started) * 1e-9;
        ImageFile.write(file, chains, count + " samples of " + trained.config().name());
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("shape", IntStream.range(0, shape.rank()).mapToObj(shape::at).toList());
        if (animated) {
            more.put("frames", times.length);
        }
        return result(file, count, grid, seconds, more);
    }

    private Result result(Path file, int count, TimeGrid grid, double seconds, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", file.toString());
        json.put("rows", count);
        json.putAll(more);
        json.put("seed", seed);
        json.put("time", grid.end());
        json.put("step", grid.step());
        json.put("seconds", seconds);
        return Result.done(
                String.format(
                        Locale.ROOT,
                        "%d samples at t = %s in %.1f s: %s",
                        count,
                        Evaluation.trim(grid.end()),
                        seconds,
                        file),
                json);
    }

    private static Plot chart(TrainedRun trained, Samples samples) {
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
