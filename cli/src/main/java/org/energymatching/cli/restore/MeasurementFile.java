package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.run.ImageSource;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.FiniteRows;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.NumberType;
import org.energymatching.data.image.ImageFolder;
import org.energymatching.data.image.ImageReading;
import org.energymatching.data.image.Images;
import org.energymatching.data.image.NpyImages;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.MissingValues;
import org.energymatching.data.table.Table;
import org.energymatching.data.table.TableReading;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Measurements of a file or a folder, in the units of the data; NaN for empty cells. */
final class MeasurementFile {

    private MeasurementFile() {}

    /**
     * Reads measurements.
     *
     * @param instrument the operator of the measurements; null for a table with empty cells
     */
    static Samples read(TrainedRun run, @Nullable Instrument instrument, Path data) {
        if (!run.ofPictures()) {
            return instrument == null || instrument.gapsInTable()
                    ? cells(run, instrument, data)
                    : sums(run, data, instrument);
        }
        if (instrument == null) {
            throw new UsageException(
                    "Images were measured, but no --operator says how.",
                    "An empty cell of a table tells what is missing; in a picture nothing does.",
                    "Give one or more operators: " + OperatorText.KINDS + ".");
        }
        Shape row = instrument.fileRow();
        boolean bytes = !ends(data, ".npy") || Npy.typeOf(data) == NumberType.U8;
        if (row.rank() != 3) {
            return numbers(data, row, instrument.text());
        }
        if (!bytes) {
            return NpyImages.samples(data, row, run.taking().pixels(), true);
        }
        return Images.ofPictures(data)
                ? ImageFolder.readUnscaled(
                                data, row, ImageSource.background(run.config().data()))
                        .samples()
                : Images.read(data, ImageReading.asStored().withShape(row))
                        .set()
                        .samples();
    }

    /** The output of an operator for a row; for sums of columns far from zero, floats lack digits. */
    private static Samples sums(TrainedRun run, Path data, Instrument instrument) {
        if (run.hasOrigin()) {
            throw new DataException(
                    "Measurements by '" + instrument.text() + "' of columns far from zero were given: "
                            + IntStream.range(0, run.width())
                                    .filter(j -> run.origin()[j] != 0)
                                    .mapToObj(j -> run.columns().get(j))
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Such columns, many thousand deviations from zero, can be measured themselves, with empty cells for"
                            + " the rest.",
                    "Train on these columns less a constant of your own, or leave cells empty in place of the operator.");
        }
        return numbers(data, instrument.fileRow(), instrument.text());
    }

    /** The training columns, without those that the operator leaves out, which the file need not have. */
    private static Samples cells(TrainedRun run, @Nullable Instrument instrument, Path data) {
        boolean[] left = instrument == null || instrument.hole() == null
                ? new boolean[run.width()]
                : instrument.hole().missing();
        int[] kept = IntStream.range(0, left.length).filter(j -> !left[j]).toArray();
        List<String> names =
                IntStream.of(kept).mapToObj(j -> run.columns().get(j)).toList();
        boolean whole = Table.isArray(data);
        DoubleRows read = table(run, data, whole ? ColumnSelection.numeric() : ColumnSelection.only(names));
        if (whole && read.width() != left.length) {
            throw new DataException(
                    data + " has rows of " + read.width() + " numbers.",
                    "The potential of " + run.directory() + " takes rows of " + left.length + ".",
                    "Give all columns, with NaN where nothing was measured.");
        }
        double[] origin = run.origin();
        float[] y = new float[read.rows() * kept.length];
        for (int i = 0; i < y.length; i++) {
            int j = i % kept.length;
            y[i] = (float) (read.at(i / kept.length, whole ? kept[j] : j) - origin[kept[j]]);
        }
        return instrument == null ? new Samples(y, Shape.of(read.rows(), left.length)) : instrument.shown(y);
    }

    private static DoubleRows table(TrainedRun run, Path data, ColumnSelection selection) {
        try {
            return run.table(data, selection, MissingValues.KEEP);
        } catch (UsageException unfit) {
            throw new DataException(
                    unfit.happened(),
                    "The potential of " + run.directory() + " takes the columns that it was trained on: "
                            + unfit.expected(),
                    "Give a table with these columns; cells of it may be empty.",
                    unfit);
        }
    }

    /** Numbers of any file of rows, as many in each row as the instrument measures. */
    private static Samples numbers(Path data, Shape row, String text) {
        Samples rows = ends(data, ".npy")
                ? Npy.read(data)
                : Table.read(data, TableReading.of(ColumnSelection.numeric()).missing(MissingValues.KEEP))
                        .rows()
                        .toSamples(data.toString(), List.of());
        FiniteRows.require(rows, data.toString(), List.of());
        if (rows.width() != row.length()) {
            throw new DataException(
                    data + " has rows of " + rows.width() + " numbers.",
                    "What '" + text + "' measures of a row are " + row.length() + " numbers"
                            + (row.rank() == 1 ? "." : ", of shape " + row + "."),
                    "Give measurements of this shape, or the operators that made these.");
        }
        return new Samples(rows.values(), row.batch(rows.rows()));
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
