package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.run.DataSource;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Dataset;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Observation;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, or is simulated to have been.
 *
 * @param observation what it says of each row, in the units of the potential
 * @param shown measurements to look at, in the units of the data: NaN where nothing was measured
 * @param truth the rows themselves, in the units of the potential, or null where nobody knows
 * @param instrument what measured them; null for a table with empty cells
 * @param noise of the measurements
 * @param training the rows that the run has learnt, where they were read: for ways to restore that learn from them too
 * @param what where they come from, in a few words
 */
record Measurements(
        Observation observation,
        Samples shown,
        @Nullable Samples truth,
        @Nullable Instrument instrument,
        NoiseText noise,
        @Nullable Samples training,
        String what) {

    /** How many rows are restored where measurements are simulated and nothing else is said. */
    private static final int HANDFUL = 16;

    static Measurements of(TrainedRun run, RestoreRequest request, Console console) {
        Instrument instrument = request.operators().isEmpty()
                ? null
                : Instrument.of(
                        request.operators(),
                        run.checkpoint().architecture().inputShape(),
                        run.ofPictures() ? List.of() : run.columns());
        MeasurementUnits units = new MeasurementUnits(run, instrument, request.noise());
        units.requireNoiseThatFits();
        return request.simulate() || request.data() == null
                ? simulated(run, request, instrument, units, console)
                : read(run, request, instrument, request.data(), units);
    }

    private static Measurements simulated(
            TrainedRun run,
            RestoreRequest request,
            @Nullable Instrument instrument,
            MeasurementUnits units,
            Console console) {
        if (instrument == null || request.truth() != null) {
            throw new UsageException(
                    request.truth() != null
                            ? "--truth was given for measurements that are simulated."
                            : "Measurements are to be simulated, but no --operator says of what kind.",
                    "Simulated measurements are made by operators of the very rows that they are judged by.",
                    request.truth() != null
                            ? "Leave --truth out, or give measurements with --data and without --simulate."
                            : "Give one or more: " + OperatorText.KINDS + ".");
        }
        DataSource source = request.data() == null ? run.data() : null;
        Samples all = request.data() != null ? run.standardised(request.data()) : heldOut(run, source);
        Samples truth = first(all, request.n() != null ? request.n() : Math.min(HANDFUL, all.rows()), request);
        if (request.n() == null && truth.rows() < all.rows()) {
            console.info("Restoring the first " + truth.rows() + " of " + String.format(Locale.ROOT, "%,d", all.rows())
                    + "; -n N takes more.");
        }
        Rng rng = Rng.of(request.seed()).stream("measurement");
        Samples shown = units.simulate(truth, instrument, rng);
        return new Measurements(
                units.observation(shown, "The simulation"),
                shown,
                truth,
                instrument,
                request.noise(),
                source != null && source.training() instanceof Dataset set ? set.rows() : null,
                "simulated of " + (request.data() != null ? request.data() : "rows held out of the training"));
    }

    private static Measurements read(
            TrainedRun run,
            RestoreRequest request,
            @Nullable Instrument instrument,
            Path data,
            MeasurementUnits units) {
        Samples file = MeasurementFile.read(run, instrument, data);
        Samples rows = request.n() != null ? first(file, request.n(), request) : file;
        Samples truth = null;
        if (request.truth() != null) {
            Samples all = run.standardised(request.truth());
            if (all.rows() < rows.rows()) {
                throw new DataException(
                        request.truth() + " has " + all.rows() + " rows, but " + rows.rows() + " were measured.",
                        "The truth has a row for each measurement, in the same order.",
                        "Give the file that belongs to the measurements, or fewer of them with -n.");
            }
            truth = all.slice(0, rows.rows());
        }
        Samples shown = instrument == null ? rows : instrument.shown(rows);
        return new Measurements(
                units.observation(shown, data.toString()),
                shown,
                truth,
                instrument,
                request.noise(),
                null,
                data.toString());
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

    private static Samples first(Samples all, int n, RestoreRequest request) {
        if (n < 1 || n > all.rows()) {
            throw new UsageException(
                    n + " rows were to be restored.",
                    (request.data() != null ? request.data() : "The held-out part") + " has " + all.rows() + ".",
                    "Ask for 1 to " + all.rows() + " with -n.");
        }
        return all.slice(0, n);
    }

    /** The truth in the units of the data, or null. */
    @Nullable
    Samples truthInDataUnits(TrainedRun run) {
        return truth == null ? null : run.inDataUnits(truth);
    }
}
