package org.energymatching.cli.restore;

import java.util.List;
import java.util.stream.Collectors;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The measurement operator of a row, in the units of the data: the composition of the command line's operators.
 *
 * @param operator the composition of all
 * @param before the operators before the mask, or all where there is none
 * @param hole the last operator, if it leaves out values: a file of measurements then has whole rows; or null
 * @param text the text of the command line
 */
record Instrument(
        LinearOperator operator,
        LinearOperator before,
        @Nullable Inpainting hole,
        String text) {

    /** The operators of the command line, each for the output of the one before it. */
    static Instrument of(List<OperatorText> texts, Shape row, List<String> columns) {
        LinearOperator before = new Identity(row);
        LinearOperator all = before;
        LinearOperator last = before;
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).last() && i < texts.size() - 1) {
                throw new UsageException(
                        "'" + texts.get(i).text() + "' is followed by '"
                                + texts.get(i + 1).text() + "'.",
                        "It leaves a list of values without places, so that it comes last.",
                        "Exchange the two, or leave one out.");
            }
            before = all;
            last = texts.get(i).on(before.outputShape(), i == 0 ? columns : List.of());
            all = i == 0 ? last : before.then(last);
        }
        Inpainting hole = last instanceof Inpainting inpainting ? inpainting : null;
        String text = texts.stream().map(OperatorText::text).collect(Collectors.joining(", then "));
        return new Instrument(all, hole == null ? all : before, hole, text);
    }

    /** The shape of one measurement in a file: whole rows where values are left out, with any values in their place. */
    Shape fileRow() {
        return before.outputShape();
    }

    /** The measured values of a file's rows. */
    float[] measured(Samples file) {
        return hole == null ? file.values() : hole.values(file.values());
    }

    /** A file's rows for display: NaN for values that were not measured. */
    Samples shown(Samples file) {
        return hole == null || gapsInTable() ? file : shown(measured(file));
    }

    /** Measurements for display: in the shape of the file, NaN for values that were not measured. */
    Samples shown(float[] y) {
        if (hole == null) {
            int rows = y.length / fileRow().length();
            return new Samples(y, fileRow().batch(rows));
        }
        float[] placed = hole.adjointValues(y);
        boolean[] missing = hole.missing();
        for (int i = 0; i < placed.length; i++) {
            placed[i] = missing[i % missing.length] ? Float.NaN : placed[i];
        }
        return new Samples(placed, fileRow().batch(placed.length / missing.length));
    }

    /** Whether it only leaves out values, so that the others are measured directly. */
    boolean isHole() {
        return hole != null && before instanceof Identity;
    }

    /** Whether it only leaves out cells of rows without axes, as empty cells of a table do. */
    boolean gapsInTable() {
        return isHole() && operator.inputShape().rank() == 1;
    }
}
