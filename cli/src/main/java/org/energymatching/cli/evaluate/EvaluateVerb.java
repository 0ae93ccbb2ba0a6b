package org.energymatching.cli.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.KernelChoice;
import org.energymatching.cli.run.PictureOptions;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em evaluate}: distances between samples and data, compared with those of data to data. */
@Command(
        name = "evaluate",
        description =
                "Measure how near samples come to data that training has not seen, beside data against data. Of a run that has learnt pictures, also whether its energy tells foreign pictures apart. Of a list of designed sequences, fitness, diversity and novelty.")
public final class EvaluateVerb implements Verb {

    private static final int ROWS = 2000;
    private static final int PICTURES = 1000;

    @Parameters(
            paramLabel = "RUN|LIST",
            description =
                    "A run directory, or one of its checkpoints; or a list of sequences, a table with a column of them or FASTA.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            description =
                    "Rows or pictures to compare with; those held out, or fresh ones of a toy density, if not given. For a list, the sequences that were known before.")
    @Nullable
    Path data;

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description =
                    "The network that pictures are compared by, as torch.save wrote it: a ResNet for CIFAR, or the Inception v3 of pytorch-fid for the FID. Or a TorchScript file, which is a program: only give one that you trust. Their pixels, averaged to 14x14, if not given.")
    @Nullable
    Path features;

    @Option(
            names = "--ood",
            converter = InputPath.class,
            paramLabel = "PATH",
            description =
                    "Out-of-distribution pictures, of any shape, to be separated from data by their energy; may be given several times.")
    List<Path> foreign = List.of();

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description =
                    "A column that models trained on samples are to predict in held-out rows, beside models trained on data. Tables with typed columns only.")
    @Nullable
    String target;

    @Option(
            names = "-n",
            description =
                    "Rows or pictures on either side; " + ROWS + " rows or " + PICTURES + " pictures if not given.")
    @Nullable
    Integer n;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--times",
            paramLabel = "T,…",
            split = ",",
            description = "Sampling times, looked at along the same chains; the recipe's time if not given.")
    List<Double> times = List.of();

    @Option(names = "--step", paramLabel = "DT", description = "The time of one step; the recipe's if not given.")
    @Nullable
    Double step;

    @Option(
            names = "--oracle",
            paramLabel = "FILE",
            description = "The network that judges the fitness of a list: a .ckpt as torch.save wrote it.")
    @Nullable
    Path oracle;

    @Option(
            names = "--range",
            paramLabel = "LOW,HIGH",
            split = ",",
            arity = "1",
            description = "The scores of the oracle that count as fitness 0 and 1; scores as they are if not given.")
    List<Double> range = List.of();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "sequence",
            description = "The column of the sequences of a list; ${DEFAULT-VALUE} if not given.")
    String column = "sequence";

    @Option(
            names = "--alphabet",
            paramLabel = "LETTERS",
            description = "The letters of a list: protein, dna, rna, or the letters themselves; protein if not given.")
    @Nullable
    String alphabet;

    @Option(
            names = "--kernel",
            paramLabel = "NAME[:KEY=VALUE,…]",
            completionCandidates = KernelChoice.Names.class,
            description = KernelChoice.HELP)
    @Nullable
    String kernel;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        if (Files.isRegularFile(run)) {
            if (data == null) {
                throw new UsageException(
                        run + " is a list of sequences, and nothing is given to compare it with.",
                        "Novelty is the distance to the sequences that were known before.",
                        "Name their file with --data.");
            }
            return new SequenceEvaluation(run, data, oracle, alphabet, column, range).result();
        }
        requireNoListOptions();
        if (n != null && n < 2) {
            throw new UsageException(
                    n + " rows were to be compared.",
                    "Distances between distributions take two or more on either side.",
                    "Choose for example -n " + PICTURES + ".");
        }
        TrainedRun trained = TrainedRun.open(run, console).with(pictures.taking(console));
        requirePictures(trained);
        List<Double> looks = times.isEmpty()
                ? List.of(trained.config().sampling().time())
                : times.stream().sorted().distinct().toList();
        if (!looks.stream().allMatch(t -> t > 0)) {
            throw new UsageException(
                    "The sampling times are " + times + ".",
                    "Sampling times are above zero.",
                    "Choose for example --times 1,2,4.");
        }
        double[] ends = looks.stream().mapToDouble(Double::doubleValue).toArray();
        if (kernel != null) {
            trained = trained.with(KernelChoice.chosen(trained.config(), kernel, ends[ends.length - 1]));
        }
        double dt = step != null ? step : KernelChoice.step(trained.config().sampling(), ends);
        int rows = n != null ? n : trained.ofPictures() ? PICTURES : ROWS;
        EvaluationPlan plan = new EvaluationPlan(rows, seed, dt, looks, data, features, target, foreign);
        TrainedRun evaluated = trained;
        Evaluation evaluation = console.group()
                .together(
                        Map.of("rows", rows, "seed", seed, "step", dt, "times", looks),
                        () -> Evaluation.of(evaluated, plan, console));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.toString());
        json.put("seed", seed);
        json.put("kernel", trained.config().sampling().kernel().name());
        json.put("step", dt);
        json.put("evaluation", evaluation);
        return Result.done(evaluation.text(), json);
    }

    private void requireNoListOptions() {
        if (oracle != null || !range.isEmpty() || alphabet != null) {
            throw new UsageException(
                    "--oracle, --range or --alphabet is given, but " + run + " is no list of sequences.",
                    "These belong to lists: a table with a column of sequences, or FASTA.",
                    "Name the file of the list, such as designs/seed-0.csv in a run of 'em design'.");
        }
    }

    private void requirePictures(TrainedRun trained) {
        if (trained.codec() == null && target != null) {
            throw new UsageException(
                    "--target is given, but " + run + " has not learnt a table with typed columns.",
                    "A target is a column of such a table.",
                    "Leave it out, or train with data.typed=true.");
        }
        if (!trained.ofPictures() && (features != null || !foreign.isEmpty())) {
            throw new UsageException(
                    (features != null ? "--features" : "--ood") + " is given, but " + run + " has not learnt pictures.",
                    "Feature networks and foreign pictures belong to runs with data.kind=images.",
                    "Leave the option out, or name another run.");
        }
    }
}
