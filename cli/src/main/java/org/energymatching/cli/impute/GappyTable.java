package org.energymatching.cli.impute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.TypedTable;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.MissingValues;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * A table with missing cells, and the same as numbers of a run.
 *
 * @param run the run
 * @param columns the names of its columns
 * @param cells of each row as written, empty where missing
 * @param encoded (rows, d), NaN where a cell is missing
 */
record GappyTable(TrainedRun run, List<String> columns, List<String[]> cells, Samples encoded) {

    static GappyTable read(TrainedRun run, Path file) {
        if (run.codec() != null) {
            TypedTable table = run.cells(file, run.codec());
            return new GappyTable(
                    run,
                    run.codec().schema().names(),
                    table.rows(),
                    run.codec().encode(table.rows(), Rng.of(run.config().seed()).stream("given cells")));
        }
        DoubleRows rows = run.table(file, ColumnSelection.only(run.columns()), MissingValues.KEEP);
        List<String[]> cells = new ArrayList<>();
        for (int i = 0; i < rows.rows(); i++) {
            int row = i;
            cells.add(IntStream.range(0, rows.width())
                    .mapToObj(j -> Double.isNaN(rows.at(row, j)) ? "" : Numbers.exact(rows.at(row, j)))
                    .toArray(String[]::new));
        }
        double[] origin = run.origin();
        float[] values = new float[rows.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (rows.values()[i] - origin[i % origin.length]);
        }
        return new GappyTable(
                run,
                run.columns(),
                cells,
                run.toStandardised(new Samples(values, Shape.of(rows.rows(), rows.width()))));
    }

    /** Whether a cell is missing, of a column that the run has learnt. */
    boolean isMissing(int row, int column) {
        boolean learnt = run.codec() == null
                || run.codec().schema().columns().get(column).type().isLearnt();
        return learnt && CsvCell.isMissing(cells.get(row)[column]);
    }

    /** The cells of encoded rows. */
    List<String[]> decoded(Samples rows) {
        if (run.codec() != null) {
            return run.codec().decode(rows);
        }
        DoubleRows values = run.fromOrigin(run.inDataUnits(rows));
        return IntStream.range(0, values.rows())
                .mapToObj(i -> IntStream.range(0, values.width())
                        .mapToObj(j -> Numbers.exact(values.at(i, j)))
                        .toArray(String[]::new))
                .toList();
    }
}
