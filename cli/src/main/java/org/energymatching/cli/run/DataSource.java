package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.data.ColumnSelection;
import org.energymatching.data.Dataset;
import org.energymatching.data.EightGaussians;
import org.energymatching.data.PlanarShape;
import org.energymatching.data.Progress;
import org.energymatching.data.Sha256;
import org.energymatching.data.Split;
import org.energymatching.data.Standardization;
import org.energymatching.data.Table;
import org.energymatching.data.TwoMoons;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The data of a run, as training sees them: standardised where the configuration says so.
 *
 * @param training what is learnt
 * @param heldOut rows kept apart; null for a toy density, which yields fresh points without end
 * @param standardization what the columns were divided by, or null
 * @param columns their names
 * @param notes what there is to tell of how they were read, a sentence each
 * @param description what a checkpoint keeps to recognise them by
 */
record DataSource(
        Distribution training,
        @Nullable Samples heldOut,
        @Nullable Standardization standardization,
        List<String> columns,
        List<String> notes,
        Map<String, Object> description) {

    static DataSource open(RunConfig config) {
        return open(config, Progress.none());
    }

    /** The data of a configuration; many pictures take a while. */
    static DataSource open(RunConfig config, Progress progress) {
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
        return data.ignore().isEmpty() ? ColumnSelection.numeric() : ColumnSelection.allBut(data.ignore());
    }

    /** A complaint about data, with the file's name and the key to change. */
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

    private static DataSource toy(Distribution density) {
        return new DataSource(density, null, null, List.of("x1", "x2"), List.of(), Map.of());
    }

    private static DataSource table(RunConfig config) {
        Path file = Path.of(Objects.requireNonNull(config.data().path(), "a configuration of a table names its file"));
        Table table = Table.read(file, selection(config.data()));
        Split split = naming(
                file,
                "data.holdout",
                () -> Split.of(table.rows(), config.data().holdout(), Rng.of(config.seed()).stream("holdout")));
        if (split.training().rows() < 2) {
            throw new DataException(
                    file + " leaves a single row to learn from.",
                    "Nothing can be learnt from fewer than two.",
                    "Provide more rows or change the share that is held out (data.holdout).");
        }
        Standardization standardization = config.data().standardize()
                ? naming(file, "data.ignore", () -> Standardization.fit(split.training(), table.columns()))
                : null;
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sha256", Sha256.of(file));
        description.put("rows", table.rows().rows());
        description.put("columns", table.columns());
        return new DataSource(
                new Dataset(standardization == null ? split.training() : standardization.apply(split.training())),
                standardization == null ? split.heldOut() : standardization.apply(split.heldOut()),
                standardization,
                table.columns(),
                table.ignored().isEmpty()
                        ? List.of()
                        : List.of("Columns left out, as they hold no numbers or were not chosen: "
                                + String.join(", ", table.ignored())),
                description);
    }
}
