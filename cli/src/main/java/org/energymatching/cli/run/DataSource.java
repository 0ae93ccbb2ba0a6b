package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.condition.Conditions;
import org.energymatching.data.Dataset;
import org.energymatching.data.Split;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Progress;
import org.energymatching.data.file.Sha256;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.MissingValues;
import org.energymatching.data.table.Table;
import org.energymatching.data.table.TableReading;
import org.energymatching.data.toy.EightGaussians;
import org.energymatching.data.toy.PlanarShape;
import org.energymatching.data.toy.TwoMoons;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The training data of a run, standardised if the configuration says so.
 *
 * @param training the training rows
 * @param heldOut held-out rows; null for a toy density, from which new points can always be drawn
 * @param standardization the standardisation of the columns, or null
 * @param columns the names of the columns
 * @param notes remarks on how they were read, a sentence each
 * @param description the description in checkpoints, by which they are identified
 * @param conditions the kinds of conditions of the rows, which include their conditions
 */
public record DataSource(
        Distribution training,
        @Nullable Samples heldOut,
        @Nullable Standardization standardization,
        List<String> columns,
        List<String> notes,
        Map<String, Object> description,
        Conditions conditions) {

    /** Data without conditions. */
    public DataSource(
            Distribution training,
            @Nullable Samples heldOut,
            @Nullable Standardization standardization,
            List<String> columns,
            List<String> notes,
            Map<String, Object> description) {
        this(training, heldOut, standardization, columns, notes, description, Conditions.none());
    }

    /** Whether rows of training have missing values. */
    boolean hasGaps() {
        return Equilibrium.hasGaps(training);
    }

    /** The same, with missing values drawn given the others by a mixture; for comparisons and pictures. */
    DataSource completedBy(GaussianMixture mixture, Rng rng) {
        return new DataSource(
                new Dataset(mixture.completed(((Dataset) training).rows(), rng)),
                heldOut,
                standardization,
                columns,
                notes,
                description,
                conditions);
    }

    public static DataSource open(RunConfig config) {
        return open(config, Progress.none());
    }

    /** The data of a configuration; many images take a while. */
    public static DataSource open(RunConfig config, Progress progress) {
        return switch (config.data().kind()) {
            case TWO_MOONS -> toy(TwoMoons.create());
            case EIGHT_GAUSSIANS -> toy(EightGaussians.create());
            case RINGS -> toy(PlanarShape.RINGS);
            case CHECKERBOARD -> toy(PlanarShape.CHECKERBOARD);
            case PINWHEEL -> toy(PlanarShape.PINWHEEL);
            case SPIRAL -> toy(PlanarShape.SPIRAL);
            case UNBALANCED -> toy(PlanarShape.UNBALANCED);
            case TABLE -> table(config);
            case IMAGES -> ImageSource.open(config, progress);
            case SEQUENCES ->
                throw new UsageException(
                        "The configuration " + config.name() + " is one of sequences.",
                        "Potentials of sequences are trained on the latent vectors of an autoencoder, which 'em design'"
                                + " reads or trains first.",
                        "Use em design in place of this verb.");
        };
    }

    private static ColumnSelection selection(RunConfig.Data data) {
        if (!data.columns().isEmpty()) {
            return ColumnSelection.only(data.columns());
        }
        List<String> left = Stream.concat(data.ignore().stream(), ConditionSource.columns(data.condition()).stream())
                .distinct()
                .toList();
        return left.isEmpty() ? ColumnSelection.numeric() : ColumnSelection.allBut(left);
    }

    /** The table by the configuration. */
    static TableReading reading(RunConfig.Data data, ColumnSelection selection) {
        return TableReading.of(selection)
                .format(format(data))
                .missing(data.missing() == Choices.Missing.DROP_ROWS ? MissingValues.DROP_ROWS : MissingValues.ERROR);
    }

    /** What the configuration says of the format of the table. */
    static CsvFormat format(RunConfig.Data data) {
        return new CsvFormat(
                data.header(),
                data.decimal() == null ? null : data.decimal() == Choices.DecimalMark.COMMA ? ',' : '.',
                data.skip(),
                data.comment() == null ? null : data.comment().charAt(0));
    }

    /** The error about data, with the file's name and the key to change. */
    static <T> T naming(Path file, String key, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataException unfit) {
            throw new DataException(
                    file + ": " + unfit.happened(),
                    unfit.expected(),
                    unfit.remedy().replaceFirst("\\.$", " (" + key + ")."),
                    unfit);
        }
    }

    static DataException singleRow(Path file, String verb) {
        return new DataException(
                file + " " + verb + " a single row to learn from.",
                "Nothing can be learnt from fewer than two.",
                "Provide more rows or change the share that is held out (data.holdout).");
    }

    private static DataSource toy(Distribution density) {
        return new DataSource(density, null, null, List.of("x1", "x2"), List.of(), Map.of());
    }

    private static DataSource table(RunConfig config) {
        RunConfig.Data data = config.data();
        if (data.path() == null || data.path().isBlank()) {
            throw new UsageException(
                    "data.kind is table but data.path is empty (" + config.name() + ").",
                    "The path of a CSV or NumPy file was expected; a run that was imported is without its data.",
                    "Add --data FILE.csv to the command.");
        }
        Path file = Path.of(data.path());
        if (data.typed()) {
            return TypedSource.open(config, file);
        }
        boolean pivoted = data.pivot().asked();
        Table table = pivoted
                ? PivotSource.table(data.pivot(), file)
                : Table.read(file, reading(data, selection(data)).words(ConditionSource.columns(data.condition())));
        ConditionSource conditions = ConditionSource.of(
                file.toString(),
                pivoted ? PivotSource.conditions(data.condition()) : data.condition(),
                column -> table.words().getOrDefault(column, List.of()));
        if (table.rows().rows() == 1) {
            throw singleRow(file, "holds");
        }
        List<String> notes = notes(table);
        Rng rng = Rng.of(config.seed()).stream("holdout");
        boolean byHome = data.splitBy() == Choices.SplitBy.ID;
        Split.Rows split = naming(
                file,
                "data.holdout",
                () -> byHome
                        ? Split.byGroup(PivotSource.homes(table), data.holdout(), rng)
                        : Split.rows(table.rows().rows(), data.holdout(), rng));
        if (byHome && split.heldOut().length > 0) {
            notes.add(PivotSource.heldOut(PivotSource.homes(table), split));
        }
        if (split.training().length < 2) {
            throw singleRow(file, "leaves");
        }
        DoubleRows training = table.rows().pick(split.training());
        DoubleRows heldOut = table.rows().pick(split.heldOut());
        requireVaried(file, config, table, training);
        Standardization standardization = data.standardize()
                ? naming(
                        file,
                        pivoted ? "data.standardize=false" : "data.ignore",
                        () -> Standardization.fit(training, table.columns()))
                : null;
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sha256", Sha256.of(file));
        description.put("rows", table.rows().rows());
        description.put("columns", table.columns());
        Samples learnt = standardization == null
                ? training.toSamples(file.toString(), table.columns())
                : standardization.apply(training);
        Samples judged = standardization == null
                ? heldOut.toSamples(file.toString(), table.columns())
                : standardization.apply(heldOut);
        return new DataSource(
                new Dataset(learnt.given(conditions.of(split.training()))),
                judged.given(conditions.of(split.heldOut())),
                standardization,
                table.columns(),
                notes,
                description,
                conditions.conditions());
    }

    private static List<String> notes(Table table) {
        List<String> notes = new ArrayList<>(table.notes());
        if (!table.ignored().isEmpty()) {
            int count = table.ignored().size();
            notes.add("Columns left out, as they hold no numbers or were not chosen: "
                    + String.join(", ", table.ignored().subList(0, Math.min(20, count)))
                    + (count > 20 ? " and " + (count - 20) + " more" : ""));
        }
        return notes;
    }

    /** Refuses columns that do not vary, all at once and with the key that leaves them out. */
    private static void requireVaried(Path file, RunConfig config, Table table, DoubleRows training) {
        int[] constant = Standardization.constant(training);
        if (constant.length == 0 || !config.data().standardize()) {
            return;
        }
        List<String> names =
                Arrays.stream(constant).mapToObj(j -> table.columns().get(j)).toList();
        Set<Integer> everywhere =
                Arrays.stream(Standardization.constant(table.rows())).boxed().collect(Collectors.toSet());
        List<String> rare = Arrays.stream(constant)
                .filter(j -> !everywhere.contains(j))
                .mapToObj(j -> table.columns().get(j))
                .toList();
        List<String> left = new ArrayList<>(config.data().ignore());
        left.addAll(names);
        String leave = config.data().columns().isEmpty()
                ? Table.ignoring(left)
                : "taking " + (names.size() == 1 ? "it" : "them") + " out of data.columns";
        String shown = Arrays.stream(constant)
                .limit(20)
                .mapToObj(j -> table.columns().get(j) + " (" + Numbers.exact(training.at(0, j)) + ")")
                .collect(Collectors.joining(", "));
        String many = constant.length > 20 ? " and " + (constant.length - 20) + " more" : "";
        String happened = Numbers.format(
                "%s: %s the same number in all %,d rows of training, of %,d in the file: %s%s.",
                file,
                constant.length == 1 ? "a column has" : constant.length + " columns have",
                training.rows(),
                table.rows().rows(),
                shown,
                many);
        if (config.data().pivot().asked()) {
            throw new DataException(
                    happened,
                    "A column must vary, or it has no scale to divide by.",
                    "Learn the readings in their own unit (data.standardize=false).");
        }
        throw rare.isEmpty()
                ? new DataException(
                        happened,
                        "A column must vary, or it has no scale to divide by.",
                        "Leave " + (names.size() == 1 ? "it" : "them") + " out by " + leave + ".")
                : new DataException(
                        happened,
                        "A column must vary in the rows of training; the rows in which " + String.join(", ", rare)
                                + (rare.size() == 1 ? " differs" : " differ") + " happen to be held out.",
                        "Draw other rows with another seed (seed=" + (config.seed() + 1)
                                + "), hold out none (data.holdout=0), or leave out by " + leave + ".");
    }
}
