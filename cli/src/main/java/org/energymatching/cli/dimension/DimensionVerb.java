package org.energymatching.cli.dimension;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.energymatching.Room;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.dimension.DimensionPlan.Method;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.PictureOptions;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em dimension}: the Hessian's eigenvalues at each point, and how many of them are flat. */
@Command(
        name = "dimension",
        description =
                "Tell the intrinsic dimension of the data around each row or picture of a file: how many eigenvalues of V's Hessian are nearly zero. Writes a table, the eigenvalues and pictures of them.")
public final class DimensionVerb implements Verb {

    private static final String AUTO = "auto";

    /** The quantities that dimensions can be compared with. */
    enum Against {
        PNG_SIZE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            required = true,
            description =
                    "The rows: a CSV or NumPy file. Or the pictures: an idx, CIFAR or NumPy file of the run's shape, or a folder.")
    Path data = Path.of("");

    @Option(names = "-n", description = "So many of them, drawn at random by the seed; all if not given.")
    @Nullable
    Integer n;

    @Option(
            names = "--method",
            paramLabel = "exact|lanczos",
            description = "All eigenvalues, or their distribution estimated from a tenth of the products; exact up to "
                    + DimensionPlan.EXACT + " numbers a point if not given.")
    @Nullable
    Method method;

    @Option(
            names = "--threshold",
            paramLabel = "TAU|auto",
            defaultValue = AUTO,
            description =
                    "Eigenvalues of smaller magnitude count as flat; ${DEFAULT-VALUE} if not given: where the count depends least on it.")
    String threshold = AUTO;

    @Option(
            names = "--matvecs",
            paramLabel = "N",
            description =
                    "Of lanczos: products with the Hessian at each point; a tenth of the numbers of a point if not given.")
    @Nullable
    Integer products;

    @Option(
            names = "--reference",
            paramLabel = "png-size",
            description = "Also tell how the dimension rises with this: the size of a picture as a PNG file.")
    @Nullable
    Against against;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for table and pictures; dimension/ in the run directory if not given.")
    @Nullable
    Path out;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        TrainedRun trained = TrainedRun.open(run, console).with(pictures.taking(console));
        trained.requireDensity("The dimension");
        DimensionPlan plan = plan(trained);
        Path folder = out != null ? out : trained.directory().resolve("dimension");
        Inputs.of(data)
                .and(trained)
                .keptFrom(DimensionFiles.NAMES.stream().map(folder::resolve).toList());
        TrainedRun.Given all = trained.given(data);
        TrainedRun.Given points = n == null ? all : all.drawn(n, Rng.of(seed).stream("rows"));
        Room.require("The eigenvalues", points.rows().rows(), trained.width(), 4);
        LocalDimensions found = console.group()
                .together(
                        Map.of("points", points.rows().rows(), "seed", seed),
                        () -> LocalDimensions.of(trained, points.rows(), plan, console));
        List<Path> written = new DimensionFiles(trained, points, found, folder).write();
        String files = written.stream().map(Path::toString).collect(Collectors.joining(System.lineSeparator()));
        return Result.done(
                found.text(data.toString()) + System.lineSeparator() + System.lineSeparator() + files,
                found.json(run, data, written));
    }

    private DimensionPlan plan(TrainedRun trained) {
        if (against != null && !trained.ofPictures()) {
            throw new UsageException(
                    "--reference " + against + " is given, but " + run + " has not learnt pictures.",
                    "Only pictures have a size as PNG files.",
                    "Leave the option out, or name a run with data.kind=images.");
        }
        if (n != null && n < 1) {
            throw new UsageException(
                    "The dimension at " + n + " points was asked for.",
                    "There is at least one.",
                    "Choose for example -n 512, or leave it out for all.");
        }
        return DimensionPlan.of(trained.width(), method, products, threshold(), against != null, seed);
    }

    /** τ, or null for the default threshold of the spectrum. */
    private @Nullable Double threshold() {
        if (threshold.equalsIgnoreCase(AUTO)) {
            return null;
        }
        try {
            double value = Double.parseDouble(threshold);
            if (value > 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            // this is reported below
        }
        throw new UsageException(
                "The threshold is '" + threshold + "'.",
                "It is a number above zero, or auto.",
                "The paper takes 3 for handwritten digits; leave it out to have one found.");
    }
}
