package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.Samples;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.SplitBy;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.Dataset;
import org.energymatching.data.Split;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.schema.Column;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.data.schema.TypedTable;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;

/** The training data of a run on a table with typed columns: cells encoded as numbers, by a codec fitted to the training rows. */
final class TypedSource {

    /** The codec in the description of the data. */
    static final String CODEC = "codec";

    private TypedSource() {}

    static DataSource open(RunConfig config, Path file) {
        RunConfig.Data data = config.data();
        boolean pivoted = data.pivot().asked();
        List<String> notes = new ArrayList<>();
        TypedTable all = pivoted ? PivotSource.cells(data.pivot(), file, notes) : table(data, file);
        TypedTable table = whole(data, all);
        List<String> given = pivoted ? PivotSource.conditions(data.condition()) : data.condition();
        ConditionSource conditions = ConditionSource.of(file.toString(), given, table::column);
        Set<String> apart = new LinkedHashSet<>(ConditionSource.columns(given));
        apart.addAll(pivoted ? PivotSource.NAMES : List.of());
        TypedTable learnt = table.without(apart);
        Rng rng = Rng.of(config.seed());
        Split.Rows split = DataSource.naming(
                file,
                "data.holdout",
                () -> data.splitBy() == SplitBy.ID
                        ? Split.byGroup(table.column(PivotSource.HOME), data.holdout(), rng.stream("holdout"))
                        : Split.rows(learnt.rows().size(), data.holdout(), rng.stream("holdout")));
        if (data.splitBy() == SplitBy.ID && split.heldOut().length > 0) {
            notes.add(PivotSource.heldOut(table.column(PivotSource.HOME), split));
        }
        if (split.training().length < 2) {
            throw DataSource.singleRow(file, "leaves");
        }
        TypedTable training = learnt.pick(split.training());
        TableCodec codec =
                TableCodec.fit(learnt.schema(), training.rows(), data.encoding().encoding());
        Samples encoded = codec.encode(training.rows(), rng.stream("cells"));
        int[] judged = split.heldOut();
        boolean gaps = training.complete().length < training.rows().size();
        if (gaps) {
            Set<Integer> complete = IntStream.of(learnt.complete()).boxed().collect(Collectors.toSet());
            judged = IntStream.of(judged).filter(complete::contains).toArray();
        }
        Samples heldOut = codec.encode(learnt.pick(judged).rows(), rng.stream("held-out cells"));
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sha256", Sha256.of(file));
        description.put("rows", learnt.rows().size());
        description.put("columns", codec.names());
        description.put(CODEC, codec.description());
        return new DataSource(
                new Dataset(encoded.given(conditions.of(split.training()))),
                heldOut.given(conditions.of(judged)),
                null,
                codec.names(),
                Stream.concat(notes.stream(), notes(all, table, gaps, codec)).toList(),
                description,
                conditions.conditions());
    }

    private static TypedTable table(RunConfig.Data data, Path file) {
        if (data.columns().isEmpty()) {
            return TypedTable.read(file, data.types(), data.ignore(), DataSource.format(data));
        }
        Set<String> kept = new LinkedHashSet<>(data.columns());
        kept.addAll(ConditionSource.columns(data.condition()));
        return TypedTable.only(file, data.types(), kept, DataSource.format(data));
    }

    /** The rows to learn from, by {@code data.missing}. */
    private static TypedTable whole(RunConfig.Data data, TypedTable table) {
        int[] complete = table.complete();
        if (complete.length == table.rows().size() || data.missing() == Missing.LEARN) {
            return table;
        }
        if (data.missing() == Missing.ERROR) {
            throw new DataException(
                    table.source() + " has missing cells: " + table.gaps() + ".",
                    "Every cell of a column that is learnt has a value.",
                    "Learn from such rows (data.missing=learn), leave them out (data.missing=drop-rows), or leave out the columns (data.ignore).");
        }
        if (complete.length < 2) {
            throw new DataException(
                    table.source() + " has " + complete.length + " rows without a missing cell.",
                    "At least two are needed.",
                    "Leave out the columns with the most gaps (data.ignore): " + table.gaps() + ".");
        }
        return table.pick(complete);
    }

    private static Stream<String> notes(TypedTable all, TypedTable kept, boolean gaps, TableCodec codec) {
        List<String> left = codec.schema().columns().stream()
                .filter(column -> !column.type().isLearnt())
                .map(Column::name)
                .toList();
        int dropped = all.rows().size() - kept.rows().size();
        return Stream.of(
                        dropped == 0
                                ? ""
                                : Numbers.format(
                                        "%,d of %,d rows are left out, as cells of them are missing: %s",
                                        dropped, all.rows().size(), all.gaps()),
                        gaps
                                ? "Missing cells are drawn given the others in each step, from the potential of that step ("
                                        + all.gaps() + "); held-out rows with missing cells are not used"
                                : "",
                        left.isEmpty()
                                ? ""
                                : "Columns that are not learnt (em table describe): " + String.join(", ", left),
                        Numbers.format(
                                "%d columns of the table are %d numbers of the network",
                                codec.schema().columns().size() - left.size(), codec.width()))
                .filter(note -> !note.isEmpty());
    }
}
