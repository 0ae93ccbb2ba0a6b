package org.energymatching.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.loss.LossConfig.Meaning;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.CsvFormat;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.Npy;
import org.energymatching.data.file.NumberType;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.image.Images;
import org.energymatching.data.image.NpyImages;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.data.schema.TypedTable;
import org.energymatching.data.table.ColumnSelection;
import org.energymatching.data.table.MissingValues;
import org.energymatching.data.table.Table;
import org.energymatching.data.table.TableReading;
import org.energymatching.density.ConditionalSampler;
import org.energymatching.density.GaussianMixture;
import org.energymatching.description.Difference;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.ConvergenceMonitor;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.SamplingResult;
import org.energymatching.sampling.Trajectory;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;
import org.energymatching.training.RunDirectory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of a run directory: a potential with all that is needed to use it.
 *
 * @param directory the run directory
 * @param folder the checkpoint's own folder
 * @param checkpoint its newest checkpoint
 * @param config the configuration of its training
 * @param potential V, in standardised units
 * @param columns the names of the data's columns, or of the numbers that they are encoded as
 * @param codec the encoding of typed columns; null for columns of numbers
 * @param observed values of columns that samples are given; null for none
 * @param taking how the user's files are read
 */
public record TrainedRun(
        Path directory,
        Path folder,
        Checkpoint checkpoint,
        RunConfig config,
        Potential potential,
        List<String> columns,
        @Nullable TableCodec codec,
        @Nullable ObservedColumns observed,
        PictureOptions.Taking taking) {

    /** At so many deviations from zero, the floats of a column lack digits. */
    private static final double FAR = 1e4;

    /** How many images are evaluated together. */
    private static final int PICTURES = 8;

    /** The fewest candidates of importance resampling given some values of a row. */
    public static final int CANDIDATES = 200;

    private static final String CHOOSE = "Give a CSV or NumPy file with these columns, or use another run.";

    /** Opens a run directory, or one of its checkpoints, to compute on the processor. */
    public static TrainedRun open(Path path) {
        return open(path, run -> Device.cpu());
    }

    private static TrainedRun open(Path path, Function<RunConfig.Run, Device> device) {
        if (Files.isRegularFile(path.resolve("checkpoint.json"))) {
            // A checkpoint in its run directory; one that was copied elsewhere is a run itself.
            Path parent = path.toAbsolutePath().normalize().getParent();
            Path above = parent == null ? null : parent.getParent();
            boolean inside =
                    parent != null && String.valueOf(parent.getFileName()).equals("checkpoints");
            return of(inside && above != null ? above : path, path, Checkpoint.read(path), device);
        }
        Path newest = new RunDirectory(path).newest().orElseThrow(() -> missing(path));
        return of(path, newest, Checkpoint.read(newest), device);
    }

    /** The same, with a message if the run was written by an earlier version with other keys. */
    public static TrainedRun open(Path path, Console console) {
        TrainedRun run = open(path, console.compute()::device);
        JsonNode stored = JsonMapper.shared().valueToTree(run.checkpoint.plan().get(Experiment.CONFIG));
        RunConfig.migration(stored, run.folder.toString()).ifPresent(console::info);
        return run;
    }

    /** The run of a checkpoint that was read or written already. */
    public static TrainedRun of(Path directory, Path folder, Checkpoint checkpoint, Device device) {
        return of(directory, folder, checkpoint, run -> device);
    }

    private static TrainedRun of(
            Path directory, Path folder, Checkpoint checkpoint, Function<RunConfig.Run, Device> device) {
        Object config = checkpoint.plan().get(Experiment.CONFIG);
        if (config == null) {
            throw new DataException(
                    folder + " was written by a program of its own, without a configuration of 'em train'.",
                    "The verbs of em work on runs of 'em train'.",
                    "Use it from Java: Checkpoint.read(folder).potential().");
        }
        RunConfig read = new DataPlace(directory)
                .laidOver(configuration(config, folder, checkpoint.provenance().library()));
        return new TrainedRun(
                directory,
                folder,
                checkpoint,
                read,
                checkpoint.potential(device.apply(read.run())),
                columns(checkpoint),
                codec(checkpoint),
                null,
                PictureOptions.Taking.SILENT);
    }

    /** The configuration is not the user's present input: if it cannot be read, the error is about the checkpoint. */
    private static RunConfig configuration(Object stored, Path folder, String version) {
        try {
            return RunConfig.parse(JsonMapper.shared().writeValueAsString(stored), folder.toString());
        } catch (UsageException unknown) {
            throw new DataException(
                    "The configuration in " + folder + " cannot be read: " + unknown.happened(),
                    "It was written by version " + version + ", whose keys and values differ from this version's.",
                    "Use that version, or train again.",
                    unknown);
        }
    }

    private static List<String> columns(Checkpoint checkpoint) {
        Object data = checkpoint.plan().get("data");
        if (data instanceof Map<?, ?> map && map.get("columns") instanceof List<?> names && !names.isEmpty()) {
            int width = checkpoint.architecture().inputShape().length();
            if (names.size() != width) {
                throw new DataException(
                        "The checkpoint after step " + checkpoint.step() + " names " + names.size() + " columns for "
                                + width + " inputs of its network.",
                        "Each input is a column.",
                        "Restore it from a copy; this one was changed by hand.");
            }
            return names.stream().map(String::valueOf).toList();
        }
        return IntStream.rangeClosed(1, checkpoint.architecture().inputShape().length())
                .mapToObj(i -> "x" + i)
                .toList();
    }

    private static @Nullable TableCodec codec(Checkpoint checkpoint) {
        return checkpoint.plan().get("data") instanceof Map<?, ?> data
                        && data.get(TypedSource.CODEC) instanceof Map<?, ?> codec
                ? TableCodec.from(codec)
                : null;
    }

    private static DataException missing(Path path) {
        List<String> runs = neighbours(path);
        String remedy = Nearest.word(String.valueOf(path.getFileName()), runs)
                .map(near -> "Did you mean '" + path.resolveSibling(near) + "'?")
                .orElse(
                        runs.isEmpty()
                                ? "Name another one, or train first: 'em demo' makes runs/demo."
                                : "Runs beside it are " + String.join(", ", runs) + ".");
        return new DataException(
                Files.exists(path) ? path + " holds no checkpoint." : "There is no run directory " + path + ".",
                "A run directory is what 'em train' wrote, with a folder checkpoints/.",
                remedy);
    }

    /** The names of the first run directories in the same folder. */
    private static List<String> neighbours(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try {
            return Folders.inside(parent).stream()
                    .filter(other -> Files.isDirectory(other.resolve("checkpoints")))
                    .map(other -> other.getFileName().toString())
                    .sorted()
                    .limit(5)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The training data of the run, read again if they are a file; missing values are drawn given the others. */
    public DataSource data() {
        DataSource data = DataSource.open(config);
        requireTrainedOn(data, config.data().path());
        return data.hasGaps()
                ? data.completedBy(
                        Equilibrium.mixture(config, data.training(), checkpoint.architecture()),
                        Rng.of(config.seed()).stream("gaps"))
                : data;
    }

    /** Refuses data that are not those of the run: the held-out rows of other data would be unknown. */
    public void requireTrainedOn(DataSource data, @Nullable String place) {
        if (!(checkpoint.plan().get("data") instanceof Map<?, ?> learnt)
                || !Difference.between(learnt, data.description()).isEmpty()) {
            throw new DataException(
                    place + " has changed since the training in " + directory + " began.",
                    "A run goes on, and is judged, with the very file that it was begun with.",
                    "Restore the file, or train on the new one in another directory with --run.");
        }
    }

    /** Whether it was trained on images and not on rows of a table. */
    public boolean ofPictures() {
        return config.data().kind() == Choices.DataKind.IMAGES;
    }

    /** The width of a row. */
    public int width() {
        return checkpoint.architecture().inputShape().length();
    }

    /** The source distribution of sampling. */
    public Distribution source() {
        return Experiment.source(config, checkpoint.architecture());
    }

    /** Refuses uses of exp(-V/ε) as a density where training made the data minima of V. */
    public void requireDensity(String what) {
        if (config.meaning() == Meaning.MINIMA) {
            throw new UsageException(
                    what + " of " + directory + " was asked for, whose potential is one of equilibrium matching.",
                    "Data are its minima; exp(-V/ε) is their density at no temperature.",
                    "Add a phase with losses on the density, such as denoising-score-matching, or use another run.");
        }
    }

    /** Prints a message where chains with noise follow a potential whose minima are the data. */
    public void warnOfNoise(double end, Console console) {
        boolean noisy = config.temperature().epsilonMax() > 0
                && end > config.temperature().tauStar()
                && !config.sampling().kernel().deterministic();
        if (config.meaning() == Meaning.MINIMA && noisy) {
            console.info(
                    "The potential is one of equilibrium matching, whose minima are the data: noise leads away from them."
                            + " Take --kernel nesterov or gradient-descent.");
        }
    }

    /** The same run with another method of sampling. */
    public TrainedRun with(RunConfig other) {
        return new TrainedRun(directory, folder, checkpoint, other, potential, columns, codec, observed, taking);
    }

    /** The same run with another potential, such as one of other precision. */
    public TrainedRun with(Potential other) {
        return new TrainedRun(directory, folder, checkpoint, config, other, columns, codec, observed, taking);
    }

    /** The same run with its potential under a condition, V(x) + s (V(x|c) - V(x)). */
    public TrainedRun given(Map<String, String> condition, double guidance) {
        float[] encoded = checkpoint.architecture().conditions().encode(condition);
        try (Scope scope = Scope.open()) {
            Tensor row = Tensor.of(encoded, Shape.of(1, encoded.length), potential.device());
            return with(potential.given(row.own(), guidance));
        }
    }

    /** The names of the columns of a table of cells. */
    public List<String> cellColumns() {
        return codec == null ? columns : codec.schema().names();
    }

    /** Whether rows have a column of that name. */
    public boolean hasColumn(String name) {
        return !ofPictures() && cellColumns().contains(name);
    }

    /** The same run, whose samples have these values in these columns, and the others given them. */
    public TrainedRun observing(Map<String, String> cells) {
        requireDensity("The density given values of columns");
        ObservedColumns row = ObservedColumns.of(this, cells);
        return new TrainedRun(directory, folder, checkpoint, config, potential, columns, codec, row, taking);
    }

    /** The mixture over which the potential is a residual, if it is one. */
    public Optional<GaussianMixture> mixture() {
        return GaussianMixture.tiltedBy(checkpoint.architecture());
    }

    /**
     * The sampler of rows given some of their values, of a run over a mixture.
     *
     * @param chains the sampler of its chains; null for none
     * @param draws of each row
     */
    public ConditionalSampler conditional(@Nullable Sampler chains, int draws) {
        return new ConditionalSampler(
                potential,
                mixture().orElseThrow(),
                config.temperature().epsilonMax(),
                chains,
                Math.max(CANDIDATES, draws),
                draws);
    }

    /** Where chains begin. */
    private Distribution starts() {
        return config.source()
                .starts(
                        checkpoint.architecture(),
                        potential,
                        config.temperature().epsilonMax(),
                        observed == null ? null : observed.row().values());
    }

    /** What so many chains have the density of, in the long run. */
    private Target target(int chains) {
        Target joint = Target.of(potential);
        return observed == null ? joint : observed.given(joint, chains);
    }

    /** Samples {@code first} … {@code first + n - 1} by the settings of the recipe, in standardised units. */
    public Samples samples(long first, int n, long seed) {
        RunConfig.Sampling sampling = config.sampling();
        return Experiment.sampler(config, sampling.time(), sampling.step()).sample(target(n), starts(), first, n, seed);
    }

    /** The ends of chains, with the values that they were given. */
    public Samples ends(Trajectory chains) {
        return observed == null ? chains.last() : observed.held(chains.last());
    }

    /** The same run with another way to read the user's files. */
    public TrainedRun with(PictureOptions.Taking other) {
        return new TrainedRun(directory, folder, checkpoint, config, potential, columns, codec, observed, other);
    }

    /** Chains at several times, in standardised units, with progress. */
    public Trajectory trajectory(int n, long seed, double step, Console console, double... times) {
        Sampler sampler = Experiment.sampler(config, times[times.length - 1], step);
        return counting(
                sampler, n, console, onBlock -> sampler.trajectory(target(n), starts(), n, seed, onBlock, times));
    }

    /** The same with diagnostics. */
    public SamplingResult watched(int n, long seed, double step, Console console, double... times) {
        Sampler sampler = Experiment.sampler(config, times[times.length - 1], step);
        return counting(sampler, n, console, onBlock -> sampler.watched(target(n), starts(), n, seed, onBlock, times));
    }

    private <T> T counting(Sampler sampler, int n, Console console, Function<Runnable, T> sampling) {
        try (Progress progress = console.progress("sampling", sampler.blocks(target(n), n))) {
            return sampling.apply(progress.counting("blocks of " + sampler.blockRows()));
        }
    }

    /** Chains with diagnostics, until their energy has converged and a certificate accepts them, or for the longest allowed time. */
    public SamplingResult untilPlateau(
            int n, long seed, double step, double longest, Predicate<Samples> certified, Console console) {
        Sampler sampler = Experiment.sampler(config, longest, step);
        try (Progress progress = console.progress("sampling", sampler.grid().steps())) {
            SamplingResult course = sampler.untilPlateau(
                    target(n),
                    starts(),
                    n,
                    seed,
                    ConvergenceMonitor.standard(),
                    certified,
                    time -> progress.at(
                            sampler.grid().nearest(time), "steps, t = " + Numbers.brief(Math.rint(100 * time) / 100)));
            List<Double> times = course.trajectory().times();
            double end = times.get(times.size() - 1);
            progress.complete(sampler.grid().nearest(end), "steps, t = " + Numbers.brief(Math.rint(100 * end) / 100));
            return course;
        }
    }

    /** V of each row, in blocks, since more images at once might not fit the memory. */
    public double[] energies(Samples rows) {
        double[] energies = inBlocks(rows, potential::energies).stream()
                .flatMapToDouble(Arrays::stream)
                .limit(rows.rows())
                .toArray();
        for (int i = 0; i < energies.length; i++) {
            requireNumber(energies[i], i, "V");
        }
        return energies;
    }

    /** dV/dx of each row, in the shape of the rows. */
    public Samples gradients(Samples rows) {
        int width = rows.width();
        float[] values = Samples.concat(inBlocks(rows, potential::gradients))
                .slice(0, rows.rows())
                .values();
        for (int i = 0; i < values.length; i++) {
            requireNumber(values[i], i / width, "dV/dx");
        }
        return new Samples(values, rows.shape());
    }

    private void requireNumber(double value, int row, String what) {
        if (!Double.isFinite(value)) {
            throw new FailedException(
                    what + " of row " + (row + 1) + " is " + Numbers.brief(value) + ", by the weights in " + folder
                            + ".",
                    "The potential of a row is a finite number.",
                    "Look whether that row is much larger than those of the training; if not, restore the weights from a"
                            + " copy or train again.");
        }
    }

    /** The last row is repeated to fill the last block, so that every row is computed in the same shapes, to the same bits. */
    private <T> List<T> inBlocks(Samples rows, Function<Samples, T> work) {
        Workers workers = Workers.on(potential.device());
        int size = workers.blockRows(ofPictures() ? Math.min(PICTURES, config.shardRows()) : config.shardRows());
        int blocks = (int) (((long) rows.rows() + size - 1) / size);
        return workers.divided(blocks, block -> work.apply(rows.filled(block * size, size)));
    }

    /**
     * Rows of a file.
     *
     * @param rows in the units of the potential
     * @param files the image file of each row; none where one file has them all
     * @param numbers the index of each row in its file, from 0
     */
    public record Given(Samples rows, List<String> files, int[] numbers) {

        /** All rows of a file. */
        public static Given of(Samples rows, List<String> files) {
            return new Given(rows, files, IntStream.range(0, rows.rows()).toArray());
        }

        /** Only these rows, by their indices. */
        public Given pick(int... chosen) {
            return new Given(
                    rows.pick(chosen),
                    files.isEmpty()
                            ? files
                            : IntStream.of(chosen).mapToObj(files::get).toList(),
                    IntStream.of(chosen).map(i -> numbers[i]).toArray());
        }

        /** So many rows drawn without replacement, in their order; all rows if there are no more. */
        public Given drawn(int most, RandomGenerator rng) {
            return most < rows.rows() ? pick(drawn(rows.rows(), most, rng)) : this;
        }

        /** So many numbers below {@code count}, drawn without replacement, in rising order; all of them if there are no more. */
        public static int[] drawn(int count, int most, RandomGenerator rng) {
            int[] order = IntStream.range(0, count).toArray();
            for (int i = 0; i < most && most < count; i++) {
                int other = i + rng.nextInt(count - i);
                int swapped = order[i];
                order[i] = order[other];
                order[other] = swapped;
            }
            return IntStream.of(order).limit(most).sorted().toArray();
        }
    }

    /** The rows of {@link #given}. */
    public Samples standardised(Path file) {
        return given(file).rows();
    }

    /**
     * The user's rows, converted to standardised units; their columns must be those of the run. Images must have the run's
     * shape; image files are resized to it, and the range of the numbers in a NumPy file must be clear.
     */
    public Given given(Path file) {
        if (!ofPictures()) {
            return Given.of(rows(file), List.of());
        }
        Shape picture = checkpoint.architecture().inputShape();
        if (numbers(file)) {
            return Given.of(NpyImages.samples(file, picture, taking.pixels(), false), List.of());
        }
        Images images = ImageSource.read(file, config.data(), picture);
        ImageSource.notes(images).forEach(taking.notes());
        return Given.of(images.set().samples(), images.files());
    }

    private Samples rows(Path file) {
        if (codec != null) {
            TypedTable table = cells(file, codec);
            if (table.complete().length < table.rows().size()) {
                throw new DataException(
                        file + " has missing cells: " + table.gaps() + ".",
                        "Every cell of a column that is learnt has a value here.",
                        "Fill them in with 'em impute', or remove such rows.");
            }
            return codec.encode(table.rows(), Rng.of(config.seed()).stream("given cells"));
        }
        boolean named = config.data().kind() == Choices.DataKind.TABLE && !Table.isArray(file);
        DoubleRows rows =
                table(file, named ? ColumnSelection.only(columns) : ColumnSelection.numeric(), MissingValues.ERROR);
        if (rows.width() != width()) {
            throw new DataException(file + " has rows of " + rows.width() + " numbers.", expectedColumns(), CHOOSE);
        }
        return standardised(rows, file.toString());
    }

    /**
     * Rows of numbers in the units of the data, in standardised units.
     *
     * @param source where they come from, for messages
     */
    public Samples standardised(DoubleRows rows, String source) {
        return checkpoint.standardization() == null
                ? rows.toSamples(source, columns)
                : checkpoint.standardization().apply(rows);
    }

    /** The cells of a file in the format of the training file, or in the one that this program writes. */
    public TypedTable cells(Path file, TableCodec encoding) {
        CsvFormat configured = DataSource.format(config.data());
        try {
            return TypedTable.read(file, encoding.schema(), configured);
        } catch (UsageException | DataException unlike) {
            if (!configured.equals(CsvFormat.inferred())) {
                try {
                    return TypedTable.read(file, encoding.schema(), CsvFormat.inferred());
                } catch (UsageException | DataException plain) {
                    unlike.addSuppressed(plain);
                }
            }
            throw unlike;
        }
    }

    private static boolean numbers(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy") && Npy.typeOf(file) != NumberType.U8;
    }

    /**
     * The rows of a file like the training file. Its format is that of the configuration's keys, or the one that this program
     * writes.
     */
    public DoubleRows table(Path file, ColumnSelection selection, MissingValues missing) {
        TableReading plain = TableReading.of(selection).missing(missing);
        TableReading configured = DataSource.reading(config.data(), selection).missing(missing);
        if (config.data().skip() > 0) {
            try {
                // A file whose first line has the run's columns has no lines before its table.
                return Table.read(file, plain.header(true)).rows();
            } catch (UsageException | DataException preamble) {
                // It has the format of the training file.
            }
        }
        try {
            return Table.read(file, configured).rows();
        } catch (UsageException | DataException first) {
            try {
                return Table.read(file, plain).rows();
            } catch (UsageException | DataException second) {
                if (first instanceof DataException unreadable) {
                    throw unreadable;
                }
                // The run determines the columns and not the user, so the error is about the file.
                throw new DataException(((UsageException) first).happened(), expectedColumns(), CHOOSE, first);
            }
        }
    }

    private String expectedColumns() {
        return "The potential of " + directory + " takes rows of " + width() + " numbers: "
                + String.join(", ", columns.subList(0, Math.min(5, columns.size())))
                + (columns.size() > 5 ? ", …" : "") + ".";
    }

    /**
     * The origin of each column, which is subtracted before it is shown as floats, since these lack digits for a Unix time or a
     * UTM coordinate: a round number near the mean where this is many deviations from zero; else 0.
     */
    public double[] origin() {
        Standardization units = checkpoint.standardization();
        double[] origin = new double[width()];
        for (int j = 0; units != null && j < origin.length; j++) {
            if (Math.abs(units.mean()[j]) > FAR * units.scale()[j]) {
                double round = Math.pow(10, Math.ceil(Math.log10(units.scale()[j])));
                origin[j] = Math.rint(units.mean()[j] / round) * round;
            }
        }
        return origin;
    }

    /** Whether some column has an origin other than 0. */
    public boolean hasOrigin() {
        return Arrays.stream(origin()).anyMatch(far -> far != 0);
    }

    /** The label of a column on an axis: its name, with its origin if it has one. */
    public String label(int column) {
        double far = origin()[column];
        String name = columns.get(column);
        return far == 0 ? name : name + (far < 0 ? " + " : " - ") + Numbers.exact(Math.abs(far));
    }

    /** From the units of the data, minus their origin, to those of the potential. */
    public Samples toStandardised(Samples rows) {
        Standardization units = checkpoint.standardization();
        return units == null ? rows : new Standardization(means(), units.scale()).apply(rows);
    }

    /** Back to the units of the data, minus their origin. */
    public Samples inDataUnits(Samples standardised) {
        Standardization units = checkpoint.standardization();
        return units == null
                ? standardised
                : new Standardization(means(), units.scale()).undo(standardised).toSamples("The run", columns);
    }

    /** The mean of each column, minus its origin. */
    public double[] means() {
        double[] means =
                Objects.requireNonNull(checkpoint.standardization()).mean().clone();
        double[] origin = origin();
        for (int j = 0; j < means.length; j++) {
            means[j] -= origin[j];
        }
        return means;
    }

    /** Writes rows in the units of the data, minus their origin, in the format of the data file. */
    public void write(Path file, Samples rows) {
        if (codec != null) {
            RowFile.writeCells(file, codec.schema().names(), codec.decode(rows));
            return;
        }
        if (!hasOrigin()) {
            RowFile.write(file, columns, rows);
            return;
        }
        RowFile.write(file, columns, fromOrigin(rows));
    }

    /** Rows of data with their origin added. */
    public DoubleRows fromOrigin(Samples rows) {
        double[] origin = origin();
        double[] values = new double[rows.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Numbers.sum(origin[i % origin.length], rows.values()[i]);
        }
        return new DoubleRows(values, rows.width());
    }
}
