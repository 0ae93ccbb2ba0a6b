package org.energymatching.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.energymatching.cli.config.Choices.Background;
import org.energymatching.cli.config.Choices.CouplingKind;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.DataTemperature;
import org.energymatching.cli.config.Choices.Decay;
import org.energymatching.cli.config.Choices.DecimalMark;
import org.energymatching.cli.config.Choices.KernelKind;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.Precision;
import org.energymatching.cli.config.Choices.Source;
import org.energymatching.cli.config.Choices.Start;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the result of a run, and under {@code design} and {@code run} what is done with it and how.
 *
 * <p>Two runs with equal configurations, these aside, give the same bits on the same kind of machine. The
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
                doc =
                        "Where generation starts: the distribution that is transported to the data; a fitted-mixture, for rows of"
                                + " numbers, is one of density.components Gaussians, which the network then tilts.",
                standard = "standard-normal",
                symbol = "x₀")
        Source source,

        @Key(doc = "The network whose output is the potential.", symbol = "V")
        NetworkConfig network,

        @Key(
                doc = "The flow-matching part of the loss: pairs of source and data, and the path between.",
                symbol = "L_OT")
        Transport transport,

        @Key(doc = "Adam and its learning rate.") Optimizer optimizer,

        @Key(
                doc = "How noisy sampling is along time: 0 before tauStar, then a ramp to epsilonMax at time 1.",
                symbol = "ε(t)")
        Temperature temperature,

        @Key(doc = "The contrastive part of the loss: data against negatives from Langevin chains.", symbol = "L_CD")
        Contrast contrast,

        @Key(doc = "What makes exp(-V/epsilonMax) the density of the data, in phases that ask for it.")
        DensityConfig density,

        @Key(doc = "What makes chains arrive as the data are spread, in phases that ask for it.")
        ArrivalConfig arrival,

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
                            "What becomes of rows with a missing cell (empty, NA, NaN, null, none, ?, -): an error, or they are dropped and counted. Tables only.",
                    standard = "error")
            Missing missing,

            @Key(
                    doc = "Share of the rows or pictures kept out of training, to judge the result by.",
                    standard = "0.1",
                    range = "[0, 1)")
            double holdout,

            @Key(
                    doc =
                            "Whether each column is shifted and scaled to mean 0 and deviation 1; samples are given in the table's own units. Tables only.",
                    standard = "true")
            boolean standardize,

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

    /** Coupling and path. */
    public record Transport(
            @Key(
                    doc =
                            "How a batch of source rows is paired with a batch of data rows: by exact optimal transport, by entropic optimal transport, or as drawn.",
                    standard = "exact")
            CouplingKind coupling,

            @Key(doc = "Entropic regularization of the sinkhorn coupling.", standard = "0.05", range = "(0, inf)")
            double regularization,

            @Key(
                    doc = "Deviation of the noise around the straight path.",
                    standard = "0.1",
                    range = "[0, inf)",
                    symbol = "σ")
            double sigma) {}

    /** Adam. */
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

    /** Temperature when sampling. */
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

    /** The contrastive loss. */
    public record Contrast(
            @Key(doc = "Weight of the contrastive loss.", standard = "2", range = "[0, inf)", symbol = "λ")
            double lambda,

            @Key(
                    doc = "Share of the negatives, those of highest energy, left out of the mean.",
                    standard = "0",
                    range = "[0, 1)",
                    symbol = "α")
            double trim,

            @Key(
                    doc = "The weighted contrastive loss counts no lower than minus this; 0 means no limit.",
                    standard = "0",
                    range = "[0, inf)",
                    symbol = "β")
            double clamp,

            @Key(
                    doc = "Langevin steps that make a negative.",
                    standard = "200",
                    range = "[1, inf)",
                    symbol = "M_Langevin")
            int langevinSteps,

            @Key(doc = "Time of one Langevin step.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
            double stepSize,

            @Key(
                    doc = "Negatives of a step, and points of data beside them; 0 means batchSize.",
                    standard = "0",
                    range = "[0, inf)")
            int rows,

            @Key(
                    doc = "Share of the negatives that start at data and follow dataTemperature.",
                    standard = "0.5",
                    range = "[0, 1]")
            double dataShare,

            @Key(
                    doc = "Temperature of the negatives that start at data: epsilonMax all along, or the schedule.",
                    standard = "constant")
            DataTemperature dataTemperature,

            @Key(
                    doc = "tauStar of the negatives' own schedule, which may differ from the one for sampling.",
                    standard = "0.8",
                    range = "(0, 1]",
                    symbol = "τ*")
            double tauStar,

            @Key(
                    doc = "Where the other negatives start, which follow the schedule: at the source, or at data too.",
                    standard = "source")
            Start othersStart,

            @Key(
                    doc =
                            "Whether negatives are brought back into [-1, 1] at their end, as pixels want it. Pictures only.",
                    standard = "false")
            boolean pixels,

            @Key(doc = "The numbers that negatives are computed in. Image networks only.", standard = "single")
            Precision precision) {}

    /** One stretch of training with one loss. */
    public record Phase(
            @Key(doc = "Name of the phase; overrides address it by this name.")
            String name,

            @Key(doc = "Optimizer steps.", range = "[1, inf)")
            int steps,

            @Key(doc = "Whether the contrastive loss is added to the flow-matching loss.", standard = "false")
            boolean contrast,

            @Key(
                    doc = "Whether the terms of density are added, and the flow-matching loss left out among the data.",
                    standard = "false")
            boolean density,

            @Key(doc = "Whether the loss on where chains arrive is added.", standard = "false")
            boolean arrival,

            @Key(doc = "Weight of the flow-matching loss.", standard = "1", range = "[0, inf)")
            double flowWeight,

            @Key(doc = "What arrival.weight is multiplied by in this phase.", standard = "1", range = "[0, inf)")
            double arrivalWeight,

            @Key(
                    doc =
                            "What arrival.weight is multiplied by for chains that start at data and should stay there; 0 means none do.",
                    standard = "0",
                    range = "[0, inf)")
            double stationarityWeight,

            @Key(
                    doc =
                            "Time after which the flow-matching loss fades, in a straight line to 0 at time 1; 1 means not at all.",
                    standard = "1",
                    range = "[0, 1]",
                    symbol = "w(t)")
            double flowCutoff,

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
            Integer warmupSteps) {}

    /** Drawing samples. */
    public record Sampling(
            @Key(doc = "How chains are moved: see docs/how-to-choose-a-kernel.md.", standard = "euler-maruyama")
            KernelKind kernel,

            @Key(doc = "What some kernels can be told.") KernelOptions options,

            @Key(doc = "Time at which the chains end.", standard = "2", range = "(0, inf)", symbol = "τ_s")
            double time,

            @Key(doc = "Time of one step.", standard = "0.01", range = "(0, inf)", symbol = "Δt")
            double step,

            @Key(doc = "The numbers that samples are computed in. Image networks only.", standard = "single")
            Precision precision) {}

    /** How the run goes. */
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
                    doc =
                            "Whether training computes intermediate results twice in place of keeping them: half the memory and more time, and other last bits, so that a run keeps it. Image networks only.",
                    standard = "false")
            boolean recompute) {}

    /** The defaults alone; a run needs at least one phase besides. */
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
     * The same, learning the file or folder at {@code data}: as pictures where the configuration is one of pictures, else as
     * a table.
     */
    public static RunConfig load(String recipeOrFile, List<String> overrides, Path data) {
        return ConfigReader.read(ConfigText.find(recipeOrFile), overrides, data);
    }

    /**
     * A configuration from its text, as {@link #toJson} or {@link #toYaml} gave it.
     *
     * @param origin where the text stands, for messages
     */
    public static RunConfig parse(String yaml, String origin) {
        return ConfigReader.read(new ConfigText(origin, yaml), List.of());
    }

    /** The same with {@code key=value} overrides on top. */
    public static RunConfig parse(String yaml, String origin, List<String> overrides) {
        return ConfigReader.read(new ConfigText(origin, yaml), overrides);
    }

    /** The single keys that {@code key=value} overrides set; one of a whole group sets those that its value names. */
    public static Set<String> keys(List<String> overrides) {
        return ConfigReader.keys(overrides);
    }

    /**
     * What a key, or every key of a group, means; the empty key is the whole configuration.
     *
     * @throws org.energymatching.error.UsageException if there is no such key, naming the nearest one
     */
    public static Explanation explain(String key) {
        return Schema.find(key);
    }

    /** The value of a single key outside of phases, as in YAML. */
    public String value(String key) {
        return YamlText.scalar(ConfigReader.tree(this).at("/" + key.replace('.', '/')));
    }

    /** The resolved configuration as YAML; reading it again gives an equal configuration. */
    public String toYaml() {
        return YamlText.of(ConfigReader.tree(this));
    }

    /** The resolved configuration as JSON in its canonical form: every key, in the order of the records. */
    public String toJson() {
        return ConfigReader.json(this);
    }

    /** The same without the place of the data: whether they are the same data is told by their content. */
    public List<Difference> differencesBesidesPlace(RunConfig other) {
        return differences(other).stream()
                .filter(difference -> !difference.key().equals("data.path"))
                .toList();
    }

    /** The keys that would change the result and differ here and there; those under {@code run}, but for {@code recompute}, and {@code design} don't count. */
    public List<Difference> differences(RunConfig other) {
        return Difference.between(ConfigReader.tree(this), ConfigReader.tree(other));
    }
}
