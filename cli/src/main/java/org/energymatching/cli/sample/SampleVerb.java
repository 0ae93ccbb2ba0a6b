package org.energymatching.cli.sample;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.output.ImageFile;
import org.energymatching.cli.output.OutputPath;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.run.GivenOptions;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.KernelChoice;
import org.energymatching.cli.run.NetworkChoice;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.Certificate;
import org.energymatching.error.UsageException;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.SamplingResult;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em sample}: draws samples and writes them as rows, as images, as a figure or as an animation. */
@Command(
        name = "sample",
        description = "Draw samples, in the units of the data. Sample i depends on the seed and on i alone.")
public final class SampleVerb implements Verb {

    private static final int ROWS = 1000;
    private static final int IMAGES = 100;
    private static final int ANIMATED = 36;
    private static final int FRAMES = 60;
    private static final int LONGEST = 10;
    private static final String AUTO = "auto";

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
            paramLabel = "T|auto",
            description = "The time at which chains end; auto for when their mean energy has become constant, at "
                    + LONGEST + " times the recipe's at the latest; the recipe's if not given.")
    @Nullable
    String time;

    @Option(names = "--step", paramLabel = "DT", description = "The time of one step; the recipe's if not given.")
    @Nullable
    Double step;

    @Option(
            names = "--kernel",
            paramLabel = "NAME[:KEY=VALUE,…]",
            completionCandidates = KernelChoice.Names.class,
            description = KernelChoice.HELP)
    @Nullable
    String kernel;

    @Option(
            names = "--diagnostics",
            description =
                    "Also tell how well chains mix: a table, a file .diagnostics.json and a picture .energy.png beside the samples. Without being asked with --time auto and the kernels mala, hmc, nuts and parallel-tempering.")
    boolean diagnostics;

    @Option(
            names = "--certificate",
            description =
                    "Also tell whether the samples are at the equilibrium exp(-V/ε): configurational temperature, virial residual and kernel Stein discrepancy, in standardised units.")
    boolean certificate;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = {
                "Where to write them, - for standard output; samples.csv, or samples.png for images, in the run directory if not given.",
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
    @Nullable
    Precision precision;

    @Mixin
    private final GivenOptions given = new GivenOptions();

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        OutputPath output = out == null ? null : OutputPath.of(out);
        if (output != null) {
            RowFile.require(output.file(), ".png", ".gif", ".apng");
        }
        TrainedRun recorded = TrainedRun.open(run, console);
        double end = end(recorded.config().sampling().time());
        TrainedRun trained =
                kernel == null ? recorded : recorded.with(KernelChoice.chosen(recorded.config(), kernel, end));
        trained.warnOfNoise(end, console);
        boolean images = trained.ofPictures();
        // Never into a checkpoint's own folder, which is deleted when there are newer ones.
        Path file =
                output != null ? output.file() : trained.directory().resolve(images ? "samples.png" : "samples.csv");
        requireFitting(file, images);
        requireTable(trained, file);
        if (output != null && output.isStandard() && (images || watches(trained))) {
            throw new UsageException(
                    "--out - was given for " + (images ? "pictures." : "samples with diagnostics, which are files."),
                    "Rows of numbers alone are printed, as CSV.",
                    "Name a file with --out.");
        }
        Inputs.of()
                .and(trained)
                .keptFrom(List.of(file, DiagnosticsReport.numbers(file), DiagnosticsReport.picture(file)));
        Result result = images
                ? drawImages(trained, end, file, console)
                : drawRows(given.sampling(trained), end, file, console);
        return output == null ? result : output.report(result);
    }

    /** The time at which chains end, or end at the latest. */
    private double end(double recipes) {
        if (time == null || time.equals(AUTO)) {
            return time == null ? recipes : LONGEST * recipes;
        }
        try {
            return Double.parseDouble(time);
        } catch (NumberFormatException word) {
            throw new UsageException(
                    "--time is '" + time + "'.",
                    "The time at which chains end is a number above zero, or 'auto'.",
                    "Choose for example --time 2.",
                    word);
        }
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
        if (animated && AUTO.equals(time)) {
            throw new UsageException(
                    "An animation, " + file + ", is to end when the chains' energy comes to rest.",
                    "The times of its frames are set before it begins.",
                    "Give --time a number.");
        }
        if (!animated && frames != null) {
            throw new UsageException(
                    frames + " frames are asked of " + file + ".",
                    "Files that end in .gif or .apng have frames.",
                    "Leave --frames out, or choose one of these endings for --out.");
        }
    }

    /** Refuses words before the samples are drawn. */
    private static void requireTable(TrainedRun trained, Path file) {
        if (trained.codec() == null) {
            return;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean numbers = trained.codec().schema().columns().stream()
                .allMatch(column -> column.type().isNumeric() || !column.type().isLearnt());
        if (!name.endsWith(".csv") && !(numbers && name.endsWith(".npy"))) {
            throw new UsageException(
                    "Samples of a table with typed columns are to be written to " + file + ".",
                    "Words, dates and numbers are cells of a CSV file; numbers alone also of a NumPy file.",
                    "Give --out a name that ends in .csv.");
        }
    }

    /** With --time auto too, if rows have few numbers and the chains have a temperature. */
    private boolean certifies(TrainedRun trained) {
        return certificate
                || AUTO.equals(time)
                        && !trained.ofPictures()
                        && trained.observed() == null
                        && trained.config().temperature().epsilonMax() > 0
                        && (n == null || n >= Certificate.FEWEST);
    }

    private boolean watches(TrainedRun trained) {
        return diagnostics
                || AUTO.equals(time)
                || trained.config().sampling().kernel().accepts();
    }

    /** The chains of a run, with the full sampling result if requested. */
    private record Drawn(Trajectory chains, @Nullable SamplingResult course, double step, double seconds) {

        double end() {
            return chains.times().get(chains.times().size() - 1);
        }
    }

    private Drawn draw(TrainedRun trained, int count, Console console, double... times) {
        double dt = step != null ? step : KernelChoice.step(trained.config().sampling(), times);
        long started = System.nanoTime();
        SamplingResult course = null;
        Trajectory chains;
        if (AUTO.equals(time)) {
            course = trained.untilPlateau(
                    count,
                    seed,
                    dt,
                    times[0],
                    rows -> !certifies(trained)
                            || CertificateReport.certificate(trained, rows, seed)
                                    .atEquilibrium(),
                    console);
            chains = course.trajectory();
        } else if (watches(trained)) {
            course = trained.watched(count, seed, dt, console, times);
            chains = course.trajectory();
        } else {
            chains = trained.trajectory(count, seed, dt, console, times);
        }
        return new Drawn(chains, course, dt, (System.nanoTime() - started) * 1e-9);
    }

    private Map<String, ?> work(TrainedRun trained, int count) {
        return Map.of(
                "samples",
                count,
                "seed",
                seed,
                "checkpoint",
                String.valueOf(trained.folder().getFileName()));
    }

    private Result drawRows(TrainedRun trained, double end, Path file, Console console) {
        int count = n != null ? n : ROWS;
        if (certificate && trained.observed() != null) {
            throw new UsageException(
                    "A certificate was asked for of samples that are given values of columns.",
                    "It compares samples with exp(-V/ε) as a density of whole rows.",
                    "Leave --certificate out, or --given.");
        }
        Drawn drawn = console.group().together(work(trained, count), () -> draw(trained, count, console, end));
        Samples samples = trained.inDataUnits(trained.ends(drawn.chains()));
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            chart(trained, samples).save(file);
        } else {
            trained.write(file, samples);
        }
        return result(trained, file, count, drawn, Map.of("columns", trained.cellColumns()));
    }

    private Result drawImages(TrainedRun trained, double end, Path file, Console console) {
        boolean animated = ImageFile.animated(file);
        int count = n != null ? n : animated ? ANIMATED : IMAGES;
        Shape shape = trained.checkpoint().architecture().inputShape();
        ImageFile.require(file, count, shape);
        RunConfig.Sampling sampling = trained.config().sampling();
        TrainedRun computing =
                given.appliedTo(NetworkChoice.computing(trained, precision != null ? precision : sampling.precision()));
        double[] times = {end};
        if (animated) {
            int shown = frames != null ? frames : FRAMES;
            double dt = step != null ? step : KernelChoice.step(sampling, end / Math.max(1, shown - 1), end);
            times = ImageFile.times(new TimeGrid(end, dt), shown);
        }
        double[] looks = times;
        Drawn drawn = console.group().together(work(computing, count), () -> draw(computing, count, console, looks));
        ImageFile.write(
                file, drawn.chains(), count + " samples of " + trained.config().name());
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("shape", IntStream.range(0, shape.rank()).mapToObj(shape::at).toList());
        if (animated) {
            more.put("frames", times.length);
        }
        return result(computing, file, count, drawn, more);
    }

    /** The file in the user's words. */
    private Path shown(Path file) {
        return out != null ? out : file;
    }

    private Result result(TrainedRun trained, Path file, int count, Drawn drawn, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", shown(file).toString());
        json.put("rows", count);
        json.putAll(more);
        json.put("seed", seed);
        json.put("kernel", trained.config().sampling().kernel().name());
        json.put("time", drawn.end());
        json.put("step", drawn.step());
        json.put("seconds", drawn.seconds());
        String text = Numbers.format(
                "%d samples at t = %s in %.1f s: %s", count, Numbers.brief(drawn.end()), drawn.seconds(), shown(file));
        SamplingResult course = drawn.course();
        if (certifies(trained)) {
            CertificateReport certified =
                    CertificateReport.of(trained, drawn.chains().last(), seed);
            json.put("certificate", certified.json());
            text += "\n" + certified.text();
        }
        if (course == null) {
            return Result.done(text, json);
        }
        DiagnosticsReport report = new DiagnosticsReport(trained, course, file);
        report.write();
        json.put("diagnostics", report.numbers().toString());
        json.put("energyPicture", report.picture().toString());
        json.put("ending", course.ending().name().toLowerCase(Locale.ROOT));
        return Result.done(
                text + "\n" + ended(course) + report.text() + "\nMore in " + report.numbers() + ", drawn in "
                        + report.picture(),
                json);
    }

    private String ended(SamplingResult course) {
        if (!AUTO.equals(time)) {
            return "";
        }
        return switch (course.ending()) {
            case PLATEAU -> "The mean energy is constant.\n";
            case UNCERTIFIED ->
                "The mean energy is constant, but the samples are not at the equilibrium: try a smaller --step, or --kernel mala.\n";
            case TIME ->
                "The mean energy is NOT constant after the longest time allowed; give --time a number for more.\n";
        };
    }

    private static Plot chart(TrainedRun trained, Samples samples) {
        Plot plot =
                Plot.titled(samples.rows() + " samples of " + trained.config().name());
        if (trained.width() == 1) {
            return plot.x(trained.label(0))
                    .histogram(
                            IntStream.range(0, samples.rows())
                                    .mapToDouble(i -> samples.values()[i])
                                    .toArray(),
                            "samples");
        }
        if (trained.width() == 2) {
            return plot.x(trained.label(0))
                    .y(trained.label(1))
                    .scatter(samples, "")
                    .equalAspect();
        }
        double[] xs = IntStream.rangeClosed(1, trained.width()).asDoubleStream().toArray();
        return plot.x("column").y("value").curves(xs, samples, "");
    }
}
