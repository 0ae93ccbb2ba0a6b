package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.run.GivenOptions;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.NetworkChoice;
import org.energymatching.cli.run.PictureOptions;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.posterior.PosteriorPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em restore}: posterior samples of measured rows or images, with their mean and their uncertainty. */
@Command(
        name = "restore",
        description =
                "Restore what was measured incompletely or noisily: draw samples of all that a measurement and the"
                        + " potential leave possible, with their mean and deviation.",
        footer = {
            "",
            "Operators, one after another:",
            "  inpaint:mask.png            an image without the pixels that are white in a mask",
            "  inpaint:box=T,L,H,W         an image without a box: lines above, columns left, lines, columns",
            "  random:0.7[,seed=N]         without that share of the values",
            "  downsample:4                means over blocks of 4x4 pixels, or over 4 columns of a table",
            "  blur:2[,edges=zero]         a Gaussian blur, its deviation in pixels",
            "  denoise                     all of it, under noise",
            "  compressed:0.3[,seed=N]     random sums, in number that share of the values",
            "  columns:a,b-d               a row of a table without these columns",
            "  total                       the sum of a row of a table"
        })
public final class RestoreVerb implements Verb {

    private static final int ROUNDS = 10;
    private static final int KEPT = 6;
    private static final double END = 1.1;

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Mixin
    private final MeasurementOptions measured = new MeasurementOptions();

    @Option(
            names = "--chains",
            paramLabel = "M",
            defaultValue = "4",
            description = "Chains for each measurement; ${DEFAULT-VALUE} if not given.")
    int chains;

    @Option(
            names = "--renoise-rounds",
            paramLabel = "R",
            defaultValue = "" + ROUNDS,
            description = "How often chains are carried back towards noise and descend again, to find other answers;"
                    + " ${DEFAULT-VALUE} if not given.")
    int rounds;

    @Option(
            names = "--renoise-time",
            paramLabel = "S",
            defaultValue = "0.7",
            description = "The part of the way that a round carries chains back; ${DEFAULT-VALUE} if not given.")
    double back;

    @Option(
            names = "--keep",
            paramLabel = "K",
            description =
                    "States kept of each chain: the ends of its last rounds, or without rounds as many over the second"
                            + " half of its time; " + KEPT
                            + " if not given, or as many as there are. M·K samples make the mean, the"
                            + " deviation and the intervals.")
    @Nullable
    Integer states;

    @Option(
            names = "--time",
            paramLabel = "T",
            description = "The time at which descents end; " + END + ", or without rounds the recipe's, if not given.")
    @Nullable
    Double time;

    @Option(
            names = "--step",
            paramLabel = "DT",
            description =
                    "The time of one step; the recipe's, or less where the measurement asks for it, if not given.")
    @Nullable
    Double step;

    @Option(
            names = "--tau",
            paramLabel = "TAU",
            defaultValue = "0",
            description = "When noise and measurement set in, from 0 to below 1; ${DEFAULT-VALUE} if not given.")
    double tau;

    @Option(
            names = "--no-guidance",
            description = "Let the measurement act only as the temperature grows, as the paper has it, and not during"
                    + " transport from noise to data.")
    boolean unguided;

    @Option(
            names = "--interaction",
            paramLabel = "SIGMA_W,…",
            split = ",",
            description = "Let the chains of a measurement repel one another by -‖a-b‖²/SIGMA_W², in the units of the"
                    + " potential; small is strong. Several are compared with one another and with none.")
    List<Double> interactions = List.of();

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--precision",
            paramLabel = "single|bfloat16",
            description = "The numbers that images are computed in; single if not given.")
    @Nullable
    Precision precision;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder to write to; 'restored' in the run directory if not given.")
    @Nullable
    Path out;

    @Mixin
    private final GivenOptions given = new GivenOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Override
    public Result run(Console console) {
        TrainedRun trained = TrainedRun.open(run, console).with(pictures.taking(console));
        if (trained.codec() != null) {
            throw new UsageException(
                    run + " has learnt a table with typed columns.",
                    "Operators measure numbers; missing cells of such a table are filled by 'em impute'.",
                    "Use em impute, or a run without data.typed.");
        }
        if (!trained.ofPictures() && precision != null) {
            throw new UsageException(
                    "A precision is asked of a run on rows of numbers.",
                    "Precisions are for images.",
                    "Leave --precision out.");
        }
        PosteriorPlan plan = new PosteriorPlan(
                chains,
                rounds,
                back,
                states != null ? states : rounds == 0 ? KEPT : Math.min(KEPT, rounds + 1),
                time != null ? time : rounds == 0 ? trained.config().sampling().time() : END,
                step,
                tau,
                !unguided,
                null,
                seed);
        Path folder = out != null ? out : trained.directory().resolve("restored");
        new Inputs(measured.files())
                .and(trained)
                .keptFrom(Restoration.NAMES.stream().map(folder::resolve).toList());
        TrainedRun computing =
                given.appliedTo(NetworkChoice.computing(trained, precision != null ? precision : Precision.SINGLE));
        Measurements measurements = measured.measurements(computing, seed, console);
        Restoration restoration = Restoration.of(computing, measurements, plan, interactions, console);
        restoration.write(folder);
        return Result.done(restoration.text() + "\n" + folder, restoration.json());
    }
}
