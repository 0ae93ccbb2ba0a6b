package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.Numbers;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Observation;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of measurements, which are read or simulated as {@link Measurements}. */
final class MeasurementOptions {

    /** The default number of restored rows where measurements are simulated. */
    private static final int HANDFUL = 16;

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            description =
                    "Measurements: pictures, .npy, or a table whose cells may be empty. With --simulate clean rows or"
                            + " images. The rows held out of training, to simulate measurements of, if not given.")
    @Nullable
    Path data;

    @Option(
            names = "--simulate",
            description = "Take --data as clean, and simulate the measurement: then the truth is known.")
    boolean simulate;

    @Option(
            names = "--truth",
            converter = InputPath.class,
            paramLabel = "F",
            description = "What the measurements were made of, to judge by.")
    @Nullable
    Path truth;

    @Option(
            names = "--operator",
            converter = OperatorText.Converter.class,
            paramLabel = "OP",
            description =
                    "What was measured, see below; several compose in their order. None for a table with empty cells.")
    List<OperatorText> operators = List.of();

    @Option(
            names = "--noise",
            converter = NoiseText.Converter.class,
            paramLabel = "SIGMA",
            required = true,
            description = "The deviation of the noise in the units of the measurement (pixels go from -1 to 1), or"
                    + " poisson:PEAK for counted particles, or 0 for values that are exact.")
    NoiseText noise = NoiseText.of("0");

    @Option(
            names = "-n",
            paramLabel = "N",
            description = "How many of the first rows; all, or 16 if they are simulated and nothing is said.")
    @Nullable
    Integer n;

    /** The input files. */
    List<Path> files() {
        return Stream.concat(Stream.of(data, truth).filter(Objects::nonNull), OperatorText.files(operators))
                .toList();
    }

    /** Reads or simulates the measurements. */
    Measurements measurements(TrainedRun run, long seed, Console console) {
        Instrument instrument = operators.isEmpty()
                ? null
                : Instrument.of(
                        operators,
                        run.checkpoint().architecture().inputShape(),
                        run.ofPictures() ? List.of() : run.columns());
        Measurements.requireNoiseThatFits(run, instrument, noise);
        return simulate || data == null ? simulated(run, instrument, seed, console) : read(run, instrument, data);
    }

    private Measurements simulated(TrainedRun run, @Nullable Instrument instrument, long seed, Console console) {
        if (instrument == null || truth != null) {
            throw new UsageException(
                    truth != null
                            ? "--truth was given for measurements that are simulated."
                            : "Measurements are to be simulated, but no --operator says of what kind.",
                    "Simulated measurements are made by operators of the very rows that they are judged by.",
                    truth != null
                            ? "Leave --truth out, or give measurements with --data and without --simulate."
                            : "Give one or more: " + OperatorText.KINDS + ".");
        }
        DataSource source = data == null ? run.data() : null;
        Samples all = data != null ? run.standardised(data) : heldOut(run, source);
        Samples rows = first(all, n != null ? n : Math.min(HANDFUL, all.rows()));
        if (n == null && rows.rows() < all.rows()) {
            console.info(Numbers.format("Restoring the first %d of %,d; -n N takes more.", rows.rows(), all.rows()));
        }
        float[] clean = run.inDataUnits(rows).values();
        Samples shown = instrument.shown(
                noise.model() == null
                        ? instrument.operator().values(clean)
                        : instrument.operator().with(noise.model()).measure(clean, Rng.of(seed).stream("measurement")));
        return new Measurements(
                Measurements.observation(run, instrument, noise, shown, "The simulation"),
                shown,
                rows,
                instrument,
                noise,
                source != null && source.training() instanceof Dataset set ? set.rows() : null,
                "simulated of " + (data != null ? data : "rows held out of the training"));
    }

    private Measurements read(TrainedRun run, @Nullable Instrument instrument, Path data) {
        Samples file = MeasurementFile.read(run, instrument, data);
        Samples rows = n != null ? first(file, n) : file;
        Samples real = null;
        if (truth != null) {
            Samples all = run.standardised(truth);
            if (all.rows() < rows.rows()) {
                throw new DataException(
                        truth + " has " + all.rows() + " rows, but " + rows.rows() + " were measured.",
                        "The truth has a row for each measurement, in the same order.",
                        "Give the file that belongs to the measurements, or fewer of them with -n.");
            }
            real = all.slice(0, rows.rows());
        }
        Samples shown = instrument == null ? rows : instrument.shown(rows);
        Observation observation = Measurements.observation(run, instrument, noise, shown, data.toString());
        return new Measurements(observation, shown, real, instrument, noise, null, data.toString());
    }

    private static Samples heldOut(TrainedRun run, @Nullable DataSource source) {
        Samples held = source == null ? null : source.heldOut();
        if (held == null || held.rows() == 0) {
            throw new UsageException(
                    "No --data was given, and " + run.directory() + " holds no rows out of its training.",
                    "Measurements are read from a file, or simulated of rows that training has not seen.",
                    "Give measurements with --data F, or clean rows with --data F --simulate.");
        }
        return held;
    }

    private Samples first(Samples all, int n) {
        if (n < 1 || n > all.rows()) {
            throw new UsageException(
                    n + " rows were to be restored.",
                    (data != null ? data : "The held-out part") + " has " + all.rows() + ".",
                    "Ask for 1 to " + all.rows() + " with -n.");
        }
        return all.slice(0, n);
    }
}
