package org.energymatching.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.energymatching.cli.config.Choices.Background;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.Decay;
import org.energymatching.cli.config.Choices.DecimalMark;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.SplitBy;
import org.energymatching.cli.kernel.KernelConfig;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.loss.LossConfig.Meaning;
import org.energymatching.cli.loss.LossContext;
import org.energymatching.cli.network.NetworkConfig;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.schema.Explanation;
import org.energymatching.cli.schema.Key;
import org.energymatching.cli.schema.YamlDocument;
import org.energymatching.cli.schema.YamlText;
import org.energymatching.cli.source.FittedMixtureConfig;
import org.energymatching.cli.source.SourceConfig;
import org.energymatching.data.Standardization;
import org.energymatching.density.GaussianMixture;
import org.energymatching.description.Difference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configuration of a run: everything that determines its result, and under {@code design} and {@code run} its use and execution.
 *
 * <p>Two runs of equal configurations, except for these two, give the same bits on the same kind of machine. The
 * defaults are those of the paper's experiment in the plane (arXiv 2504.10612, section 4.1).
 */
public record RunConfig(
        @Key(doc = "Name of the experiment; its run directory is called after it.", standard = "run")
        String name,

        @Key(doc = "Everything random in the run derives from this number.", standard = "0")
        long seed,

        @Key(doc = "What to learn: where the data come from.", symbol = "x₁")
        Data data,

        @Key(
                doc = "Where generation starts: the distribution that is transported to the data.",
                standard = "standard-normal",
                symbol = "x₀")
        SourceConfig source,

        @Key(doc = "The network whose output is the potential.", standard = "mlp", symbol = "V")
        NetworkConfig network,

        @Key(
                doc =
                        "V rises beyond this many times the distance of the farthest point of source and data from the origin, so that"
                                + " exp(-V/epsilonMax) has an integral; 0 leaves the network alone, which is all that a fitted-mixture needs.",
                standard = "0",
                range = "[0, inf)")
        double confinementRadius,

        @Key(doc = "Adam and its learning rate.") Optimizer optimizer,

        @Key(
                doc = "How noisy sampling is along time: 0 before tauStar, then a ramp to epsilonMax at time 1.",
                symbol = "ε(t)")
        Temperature temperature,

        @Key(doc = "Rows per training step.", standard = "128", range = "[2, inf)", symbol = "B")
        int batchSize,

        @Key(
                doc =
                        "Rows evaluated together on one core. Part of the result's bits, so fixed by the configuration and not by the machine.",
                standard = "64",
                range = "[1, inf)")
        int shardRows,

        @Key(doc = "What is trained, phase after phase.", standard = "[]")
        List<Phase> phases,

        @Key(doc = "How samples are drawn from the trained potential.")
        Sampling sampling,

        @Key(doc = "How sequences are designed with the trained potential; may differ when a run is resumed.")
        DesignConfig design,

        @Key(doc = "What changes how a run goes but not its result; may differ when it is resumed.")
        Run run) {

    /** The data set. */
    public record Data(
            @Key(
                    doc = "A built-in density in the plane, a table of numbers, pictures, or sequences with scores.",
                    standard = "two-moons")
            DataKind kind,

            @Key(
                    doc =
                            "The table's CSV or NumPy file; the pictures' idx, CIFAR, NumPy file or folder; the sequences' CSV or FASTA file, or the folder that it and released networks are in. Relative to the working directory.")
            @Nullable
            String path,

            @Key(doc = "The columns to learn; empty means every numeric one. Tables only.", standard = "[]")
            List<String> columns,

            @Key(doc = "Columns to leave out. Tables only.", standard = "[]")
            List<String> ignore,

            @Key(
                    doc =
                            "Whether the first line of a CSV file holds the names of its columns; empty means that the file tells. Tables only.")
            @Nullable
            Boolean header,

            @Key(
                    doc =
                            "The decimal mark of a CSV file; empty means that the file tells: a comma where cells are separated by semicolons or tabs and hold one. Tables only.")
            @Nullable
            DecimalMark decimal,

            @Key(
                    doc = "Lines of a CSV file before its table begins, which are passed over. Tables only.",
                    standard = "0",
                    range = "[0, inf)")
            int skip,

            @Key(
                    doc =
                            "The character that lines of a CSV file begin with which are none of the table, such as '#'; empty means there are none. Tables only.")
            @Nullable
            String comment,

            @Key(
                    doc =
                            "What becomes of rows with a missing cell (empty, NA, NaN, null, none, ?, -): an error, or they are dropped and counted, or learnt: in each step missing cells are drawn given the others, from the potential of that step. Tables only, learn with data.typed.",
                    standard = "error")
            Missing missing,

            @Key(
                    doc =
                            "What the potential is conditioned on: columns of a table that are not learnt themselves, month(COLUMN) or weekday(COLUMN) of a column of dates; month or weekday of the first day of rows of readings; label for pictures; the column of scores for sequences. None means not at all.",
                    standard = "[]",
                    symbol = "c")
            List<String> condition,

            @Key(
                    doc = "How often conditions are left out in training, so that V without them is learnt too.",
                    standard = "0.1",
                    range = "[0, 1]")
            double conditionDropout,

            @Key(
                    doc = "Share of the rows or pictures kept out of training, to judge the result by.",
                    standard = "0.1",
                    range = "[0, 1)")
            double holdout,

            @Key(
                    doc =
                            "What is held out: single rows, or all rows of a home, so that held-out rows are of other homes (with data.pivot).",
                    standard = "row")
            SplitBy splitBy,

            @Key(
                    doc =
                            "Whether each column is shifted and scaled to mean 0 and deviation 1; samples are given in the table's own units. Tables only.",
                    standard = "true")
            boolean standardize,

            @Key(
                    doc =
                            "Whether columns have types: numbers within their bounds, words, dates and booleans are encoded as numbers, and samples are decoded to cells as in the file. If not, columns of numbers alone are learnt.",
                    standard = "false")
            boolean typed,

            @Key(
                    doc =
                            "Types of columns that are not to be inferred, such as types.zip=categorical: continuous, positive, integer, boolean, categorical, date, id, constant, bounds such as [0,1] or [0,inf), or a date with its pattern, such as date:dd/MM/yyyy.",
                    standard = "{}")
            Map<String, String> types,

            @Key(doc = "How cells of typed columns are encoded as numbers.")
            EncodingConfig encoding,

            @Key(doc = "How rows of one home and one day or week are made of a table of readings. CSV tables only.")
            PivotConfig pivot,

            @Key(
                    doc = "Pixels on each side that the pictures of a folder are cropped and resized to. Folders only.",
                    standard = "32",
                    range = "[1, inf)")
            int side,

            @Key(
                    doc = "Channels that the pictures of a folder are converted to: 1 grey, 3 colour. Folders only.",
                    standard = "3",
                    range = "[1, 3]")
            int channels,

            @Key(
                    doc = "Whether pictures of a folder that cannot be decoded are left out and named. Folders only.",
                    standard = "false")
            boolean skipCorrupt,

            @Key(
                    doc =
                            "What transparent pixels of pictures are laid over: white, black, or nothing, which shows the colours hidden in them. Folders only.",
                    standard = "white")
            Background background,

            @Key(doc = "Whether pictures are mirrored at random in training. Pictures only.", standard = "false")
            boolean flip,

            @Key(doc = "How sequences are written and read. Sequences only.")
            SequenceConfig sequences) {}

    /** The Adam optimizer. */
    public record Optimizer(
            @Key(doc = "Size of a step.", standard = "1e-4", range = "(0, inf)", symbol = "lr")
            double learningRate,

            @Key(doc = "Decay of the mean of the gradients.", standard = "0.9", range = "[0, 1)", symbol = "β₁")
            double beta1,

            @Key(
                    doc = "Decay of the mean of the squared gradients.",
                    standard = "0.999",
                    range = "[0, 1)",
                    symbol = "β₂")
            double beta2,

            @Key(
                    doc = "Steps over which the learning rate of each phase rises from 0 in a straight line.",
                    standard = "0",
                    range = "[0, inf)")
            int warmupSteps,

            @Key(doc = "The learning rate after that: constant, or a half cosine to 0.", standard = "constant")
            Decay decay,

            @Key(doc = "Longest gradient allowed, by its norm; 0 means any.", standard = "0", range = "[0, inf)")
            double clipNorm) {}

    /** The temperature in sampling. */
    public record Temperature(
            @Key(
                    doc = "Time before which sampling is noiseless; 1 is a jump at time 1.",
                    standard = "0.8",
                    range = "(0, 1]",
                    symbol = "τ*")
            double tauStar,

            @Key(
                    doc = "Temperature from time 1 on; the equilibrium density is exp(-V(x)/epsilonMax).",
                    standard = "0.15",
                    range = "[0, inf)",
                    symbol = "ε_max")
            double epsilonMax) {}

    /** A phase of training. */
    public record Phase(
            @Key(doc = "Name of the phase; overrides address it by this name.")
            String name,

            @Key(doc = "Optimizer steps.", range = "[1, inf)")
            int steps,

            @Key(
                    doc = "The losses, which are added: each a name, or a name with keys of its own.",
                    standard = "[flow-matching]")
            List<LossConfig> loss,

            @Key(
                    doc = "Decay of the exponential moving average of the weights; 0 means none is kept.",
                    standard = "0",
                    range = "[0, 1)")
            double emaDecay,

            @Key(doc = "Learning rate of this phase; empty means the optimizer's.", range = "(0, inf)") @Nullable
            Double learningRate,

            @Key(
                    doc = "Steps over which this phase's learning rate rises; empty means the optimizer's.",
                    range = "[0, inf)")
            @Nullable
            Integer warmupSteps) {

        /** The meaning of V at its end: that of the last loss on densities or minima, else transport. */
        public Meaning meaning() {
            return loss.stream()
                    .filter(each -> each.weight() > 0)
                    .map(LossConfig::meaning)
                    .reduce(Meaning.TRANSPORT, (before, last) -> last == Meaning.TRANSPORT ? before : last);
        }
    }

    /** The sampling. */
    public record Sampling(
            @Key(doc = "How chains are moved: see docs/how-to-choose-a-kernel.md.", standard = "euler-maruyama")
            KernelConfig kernel,

            @Key(doc = "Time at which the chains end.", standard = "2", range = "(0, inf)", symbol = "τ_s")
            double time,

            @Key(doc = "Time of one step.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
            double step,

            @Key(doc = "The numbers that samples are computed in. Image networks only.", standard = "single")
            Precision precision) {}

    /** The execution of the run. */
    public record Run(
            @Key(doc = "Seconds between two saved checkpoints.", standard = "60", range = "(0, inf)")
            double saveEverySeconds,

            @Key(
                    doc = "Steps between two lines of metrics.jsonl; short phases write at least a hundred lines.",
                    standard = "20",
                    range = "[1, inf)")
            int logEverySteps,

            @Key(
                    doc = "Threads to compute with; 0 means as many as suit this machine.",
                    standard = "0",
                    range = "[0, inf)")
            int threads,

            @Key(
                    doc = "The device to compute on: auto (a GPU where there is one), cpu, cuda or cuda:N.",
                    standard = "auto")
            String device,

            @Key(
                    doc =
                            "The most rows that a GPU computes together: fewer take less memory, and the result is the same but for last bits; 0 means as many as come.",
                    standard = "0",
                    range = "[0, inf)")
            int maxRows,

            @Key(
                    doc =
                            "Whether a GPU may compute products in TF32, with ten bits of fraction: faster, and less exact.",
                    standard = "false")
            boolean tf32,

            @Key(
                    doc =
                            "Whether training computes intermediate results twice in place of keeping them: half the memory and more time, and other last bits, so that a run keeps it. Image networks only.",
                    standard = "false")
            boolean activationCheckpointing,

            @Key(
                    doc =
                            "Whether several processes add their gradients in the order of one, so that the weights are the same bits with any number of processes; otherwise a sum of all at once is faster, and its last bits depend on how many there are.",
                    standard = "false")
            boolean exactSums) {}

    /** The losses of a kind in all phases, in their order. */
    public <T extends LossConfig> Stream<T> losses(Class<T> kind) {
        return phases.stream()
                .flatMap(phase -> phase.loss().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(loss -> loss.weight() > 0);
    }

    /** The meaning of V at the end of training: that of the last phase with a loss on densities or minima, else transport. */
    public Meaning meaning() {
        return phases.stream()
                .map(Phase::meaning)
                .reduce(Meaning.TRANSPORT, (before, last) -> last == Meaning.TRANSPORT ? before : last);
    }

    /** What the losses share with the rest of the run: the mixture that was fitted to the data, and the standardization, if any. */
    public LossContext lossContext(@Nullable GaussianMixture fitted, @Nullable Standardization standardization) {
        return new LossContext(temperature.tauStar(), temperature.epsilonMax(), shardRows, fitted, standardization);
    }

    /** Whether the network is a residual potential over a mixture that is fitted to the data. */
    public boolean tilted() {
        return source instanceof FittedMixtureConfig;
    }

    /** The defaults alone; a run also needs at least one phase. */
    public static RunConfig defaults() {
        return ConfigReader.defaults();
    }

    /**
     * A recipe by its name, or a YAML file by its path, with {@code key=value} overrides on top.
     *
     * @throws org.energymatching.error.UsageException if anything in it is unknown, of the wrong type or out of range
     */
    public static RunConfig load(String recipeOrFile, List<String> overrides) {
        return ConfigReader.read(ConfigText.find(recipeOrFile), overrides);
    }

    /**
     * The same, with the training data from the file or folder at {@code data}: as images if the configuration is one of images, else as
     * a table.
     */
    public static RunConfig load(String recipeOrFile, List<String> overrides, Path data) {
        return ConfigReader.read(ConfigText.find(recipeOrFile), overrides, data);
    }

    /**
     * A configuration from its text, as {@link #toJson} or {@link #toYaml} gave it.
     *
     * @param origin the place of the text, for messages
     */
    public static RunConfig parse(String yaml, String origin) {
        return ConfigReader.read(new ConfigText(origin, yaml), List.of());
    }

    /** The same with {@code key=value} overrides on top. */
    public static RunConfig parse(String yaml, String origin, List<String> overrides) {
        return ConfigReader.read(new ConfigText(origin, yaml), overrides);
    }

    /** The message for a recipe or file that is written with the keys of an earlier version; empty for the present keys. */
    public static Optional<String> migration(String recipeOrFile) {
        ConfigText text = ConfigText.find(recipeOrFile);
        return migration(YamlDocument.parse(text.yaml(), text.origin()).tree(), text.origin());
    }

    /** The same for a configuration that was read already. */
    public static Optional<String> migration(JsonNode tree, String origin) {
        List<String> changes = Migration.changes(tree);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("The configuration in " + origin + " has keys of an earlier version; "
                        + String.join(", ", changes) + ".");
    }

    /** Gives keys of earlier versions, in a configuration or a part of one, their present names. */
    public static void migrate(ObjectNode tree) {
        Migration.apply(tree);
    }

    /** The single keys that {@code key=value} overrides set; an override of a whole group sets those in its value. */
    public static Set<String> keys(List<String> overrides) {
        return ConfigReader.keys(overrides);
    }

    /**
     * The explanation of a key, or of every key of a group; the empty key is the whole configuration.
     *
     * @throws org.energymatching.error.UsageException if there is no such key, with the nearest one
     */
    public static Explanation explain(String key) {
        return ConfigReader.SCHEMA.find(key);
    }

    /** The value of a single key outside of phases, as in YAML; of a key that chooses among variants, the name. */
    public String value(String key) {
        JsonNode value = ConfigReader.tree(this).at("/" + key.replace('.', '/'));
        return value.isObject() ? String.join(", ", value.propertyNames()) : YamlText.scalar(value);
    }

    /** The resolved configuration as YAML; reading it again gives an equal configuration. */
    public String toYaml() {
        return YamlText.of(ConfigReader.tree(this));
    }

    /** The resolved configuration as JSON in its canonical form: every key, in the order of the records. */
    public String toJson() {
        return ConfigReader.json(this);
    }

    /**
     * The keys that would change the result and differ in the two, with values as in YAML; those under {@code run}, except for
     * {@code activationCheckpointing}, and {@code design} are ignored.
     */
    public List<Difference> differences(RunConfig other) {
        return Difference.between(ConfigReader.values(this), ConfigReader.values(other)).stream()
                .filter(difference -> difference.key().equals("run.activationCheckpointing")
                        || !difference.key().startsWith("run.")
                                && !difference.key().startsWith("design."))
                .toList();
    }
}
