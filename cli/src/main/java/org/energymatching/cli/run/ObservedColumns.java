package org.energymatching.cli.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.file.CsvCell;
import org.energymatching.data.schema.Schema;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.density.ConditionalSampler;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

/**
 * Values of some columns of a table, which samples are given: the density of the others given them is that of the learnt joint
 * density, exactly.
 *
 * @param row (1, d) in the units of the potential, NaN where a value is drawn
 */
public record ObservedColumns(Samples row) {

    static ObservedColumns of(TrainedRun run, Map<String, String> cells) {
        Samples row = run.codec() == null ? numbers(run, cells) : encoded(run, run.codec(), cells);
        boolean open = false;
        for (float value : row.values()) {
            open |= Float.isNaN(value);
        }
        if (!open) {
            throw new UsageException(
                    "--given has a value for each column of " + run.directory() + ".",
                    "Samples are of the columns that are not given.",
                    "Leave one out.");
        }
        return new ObservedColumns(row);
    }

    private static Samples encoded(TrainedRun run, TableCodec codec, Map<String, String> cells) {
        Schema schema = codec.schema();
        String[] row = new String[schema.columns().size()];
        Arrays.fill(row, "");
        cells.forEach((name, cell) -> {
            if (!schema.column(name).type().isLearnt()) {
                throw new UsageException(
                        "--given has a value for the column " + name + ", which is constant or names rows.",
                        "Such a column is not learnt, so that others do not depend on it.",
                        "Leave it out.");
            }
            row[schema.names().indexOf(name)] = cell.strip();
        });
        return codec.encode(List.<String[]>of(row), Rng.of(run.config().seed()).stream("observed cells"));
    }

    private static Samples numbers(TrainedRun run, Map<String, String> cells) {
        float[] row = new float[run.width()];
        Arrays.fill(row, Float.NaN);
        double[] origin = run.origin();
        cells.forEach((name, cell) -> {
            if (!CsvCell.isNumber(cell, false)) {
                throw new UsageException(
                        "--given has '" + cell + "' for the column " + name + ".",
                        "The columns of " + run.directory() + " hold numbers.",
                        "Give a number, such as " + name + "=1.5.");
            }
            int j = run.columns().indexOf(name);
            row[j] = (float) (CsvCell.number(cell, false) - origin[j]);
        });
        return run.toStandardised(new Samples(row, Shape.of(1, row.length)));
    }

    Target given(Target joint, int chains) {
        return joint.conditionedOn(row, chains);
    }

    Samples held(Samples chains) {
        return ConditionalSampler.held(chains, row, chains.rows());
    }
}
