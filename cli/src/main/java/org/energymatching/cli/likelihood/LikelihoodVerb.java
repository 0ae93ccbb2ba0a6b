package org.energymatching.cli.likelihood;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.output.OutputPath;
import org.energymatching.cli.output.Picture;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.PictureOptions;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.density.Annealing;
import org.energymatching.density.Quadrature;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em likelihood}: log p of each row, under the flow and at equilibrium, compared with simple models. */
@Command(
        name = "likelihood",
        description =
                "Compute log p(x) of rows in two ways: along the flow from the source at t = 1, and at equilibrium, exp(-V/eps)/Z; beside a kernel density, a Gaussian and a mixture of Gaussians fitted to the training data. In nats and in bits per dimension, with error bars.")
public final class LikelihoodVerb implements Verb {

    private static final int ROWS = 500;
    private static final int PICTURES = 16;

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            description = "Rows or pictures; those held out, or fresh ones of a toy density, if not given.")
    @Nullable
    Path data;

    @Option(
            names = "-n",
            description = "How many of them, drawn at random where there are more; " + ROWS + " rows or " + PICTURES
                    + " pictures if not given.")
    @Nullable
    Integer n;

    @Option(names = "--seed", defaultValue = "0", description = "The seed; ${DEFAULT-VALUE} if not given.")
    long seed;

    @Option(
            names = "--method",
            paramLabel = "flow|equilibrium|both",
            description = "Which density; both of rows and the flow's of pictures if not given.")
    LikelihoodPlan.@Nullable Method method;

    @Option(
            names = "--laplacian",
            paramLabel = "auto|exact|hutchinson|differences",
            defaultValue = "auto",
            description =
                    "How the flow's divergence is computed. Auto: exact in up to 64 dimensions, by random probes above; by differences of the slope where the network has ReLU, whose bends derivatives overlook.")
    LikelihoodPlan.LaplacianKind laplacian = LikelihoodPlan.LaplacianKind.AUTO;

    @Option(
            names = "--probes",
            paramLabel = "K",
            defaultValue = "8",
            description = "Random probes of the divergence; ${DEFAULT-VALUE} if not given.")
    int probes;

    @Option(
            names = "--tolerance",
            paramLabel = "TOL",
            description = "Of a step of the flow; 1e-5, and 1e-3 with differences, if not given.")
    @Nullable
    Double tolerance;

    @Option(
            names = "--log-z",
            paramLabel = "auto|quadrature|ais|ti",
            defaultValue = "auto",
            description =
                    "How the equilibrium is normalised: on a grid, by annealed importance sampling or by thermodynamic integration. Auto: a grid in one or two dimensions, else annealed importance sampling.")
    LikelihoodPlan.LogZ logZ = LikelihoodPlan.LogZ.AUTO;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "256",
            description = "Chains of a sampled log Z; ${DEFAULT-VALUE} if not given.")
    int chains;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "250",
            description = "Temperatures that they pass through; ${DEFAULT-VALUE} if not given.")
    int temperatures;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "8",
            description = "Steps at each temperature; ${DEFAULT-VALUE} if not given.")
    int steps;

    @Option(
            names = "--components",
            paramLabel = "K",
            defaultValue = "20",
            description = "Gaussians of the mixture; ${DEFAULT-VALUE} if not given.")
    int components;

    @Option(
            names = "--no-baselines",
            description = "Fit no other models; the training data are then not needed, if --data is given.")
    boolean alone;

    @Option(names = "--no-pictures", description = "Draw nothing: densities over a plane take a minute.")
    boolean plain;

    @Option(
            names = "--out",
            paramLabel = "F.csv|F.npy",
            description =
                    "Where to write log p of each row, in nats and in the data's units; - is standard output; likelihood.csv in the run directory if not given. Pictures stand beside it.")
    @Nullable
    Path out;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        OutputPath output = out == null ? null : OutputPath.of(out);
        if (output != null) {
            RowFile.require(output.file());
        }
        if (output != null && output.isStandard() && !plain) {
            throw new UsageException(
                    "--out - was given, and pictures are to be drawn beside the file.",
                    "Rows of numbers alone are printed, as CSV.",
                    "Add --no-pictures, or name a file with --out.");
        }
        TrainedRun trained = TrainedRun.open(run, console).with(pictures.taking(console));
        trained.requireDensity("The likelihood");
        Path file = output != null ? output.file() : trained.directory().resolve("likelihood.csv");
        List<Path> outputs = new ArrayList<>(List.of(file));
        LikelihoodPictures.FILES.forEach(name -> outputs.add(file.resolveSibling(name)));
        Inputs.of(data).and(trained).keptFrom(plain ? List.of(file) : outputs);
        boolean images = trained.ofPictures();
        LikelihoodPlan plan = new LikelihoodPlan(
                data,
                n != null ? n : images ? PICTURES : ROWS,
                seed,
                method != null ? method : images ? LikelihoodPlan.Method.FLOW : LikelihoodPlan.Method.BOTH,
                laplacian,
                probes,
                tolerance,
                logZ,
                new Annealing(Kernel.mala(), temperatures, steps, chains),
                !alone && !images,
                components);
        if (logZ == LikelihoodPlan.LogZ.QUADRATURE) {
            Quadrature.requireFew(trained.width());
        }
        Likelihoods likelihoods = console.group()
                .together(
                        Map.of("rows", plan.rows(), "seed", seed, "method", plan.method()),
                        () -> Likelihoods.of(trained, plan, console));
        write(likelihoods, file);
        List<Picture> sections = plain ? List.of() : LikelihoodPictures.of(trained, likelihoods, console);
        List<String> drawn = sections.stream()
                .map(picture -> picture.write(file.resolveSibling("")).toString())
                .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.toString());
        json.put("seed", seed);
        json.put("out", file.toString());
        json.put("pictures", drawn);
        json.putAll(likelihoods.json());
        Result result = Result.done(
                likelihoods.text()
                        + System.lineSeparator()
                        + (output != null ? output.shown() : file)
                        + drawn.stream().map(System.lineSeparator()::concat).reduce("", String::concat),
                json);
        return output == null ? result : output.report(result);
    }

    /** A row for each point: its number in its source, counted from 1, and log p under each model. */
    private static void write(Likelihoods likelihoods, Path file) {
        List<String> columns = new ArrayList<>(List.of("row"));
        List<double[]> values = new ArrayList<>();
        for (Likelihoods.Model model : likelihoods.models()) {
            columns.add(model.column());
            values.add(model.likelihood().nats());
            if (model.errors() != null) {
                columns.add(model.column() + " error");
                values.add(model.errors());
            }
        }
        int rows = likelihoods.given().rows().rows();
        float[] table = new float[rows * columns.size()];
        for (int i = 0; i < rows; i++) {
            table[i * columns.size()] = likelihoods.given().numbers()[i] + 1;
            for (int j = 0; j < values.size(); j++) {
                table[i * columns.size() + 1 + j] = (float) values.get(j)[i];
            }
        }
        RowFile.write(file, likelihoods.given().files(), columns, new Samples(table, Shape.of(rows, columns.size())));
    }
}
