package org.energymatching.cli.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.output.OutputPath;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.run.GivenOptions;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.PictureOptions;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em energy}: V of each row of a file, and its gradient. */
@Command(
        name = "energy",
        description =
                "Write V of each row or picture of a file: the lower, the likelier. With --gradient also dV/dx, in data units; pixels go from -1 to 1.")
public final class EnergyVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "F",
            required = true,
            description =
                    "The rows: a CSV or NumPy file; - is standard input. Or the pictures: an idx, CIFAR or NumPy file of the run's shape, or a picture, a folder or a .zip of them, which are cropped and resized to it.")
    Path data = Path.of("");

    @Option(
            names = "--gradient",
            description = "Also write dV/dx, one column for each of the data's, or for each pixel and channel.")
    boolean gradient;

    @Option(
            names = "--out",
            paramLabel = "F.csv|F.npy",
            required = true,
            description = "Where to write them; - is standard output.")
    Path out = Path.of("");

    @Mixin
    private final GivenOptions given = new GivenOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    /**
     * V and its gradients in standardised units.
     *
     * @param gradients null where none were asked for
     */
    private record Found(double[] energies, @Nullable Samples gradients) {}

    @Override
    public boolean dividesWork() {
        return true;
    }

    @Override
    public Result run(Console console) {
        OutputPath output = OutputPath.of(out);
        RowFile.require(output.file());
        TrainedRun trained = given.appliedTo(TrainedRun.open(run, console).with(pictures.taking(console)));
        Inputs.of(data).and(trained).keptFrom(List.of(output.file()));
        TrainedRun.Given asked = trained.given(data);
        Samples rows = asked.rows();
        if (gradient) {
            Room.require("The table of energies and slopes", rows.rows(), trained.width() + 1L, 3);
        }
        Found found = console.group()
                .together(
                        Map.of("rows", rows.rows(), "gradient", gradient),
                        () -> new Found(trained.energies(rows), gradient ? trained.gradients(rows) : null));
        double[] energies = found.energies();
        List<String> columns = new ArrayList<>(List.of("V"));
        int width = 1;
        float[] slopes = {};
        if (found.gradients() != null) {
            slopes = inDataUnits(trained.checkpoint(), found.gradients());
            width += trained.width();
            trained.columns().forEach(column -> columns.add("dV/d" + column));
        }
        float[] values = new float[energies.length * width];
        for (int i = 0; i < energies.length; i++) {
            values[i * width] = (float) energies[i];
            if (gradient) {
                System.arraycopy(slopes, i * (width - 1), values, i * width + 1, width - 1);
            }
        }
        RowFile.write(output.file(), asked.files(), columns, new Samples(values, Shape.of(energies.length, width)));
        DoubleSummaryStatistics summary = Arrays.stream(energies).summaryStatistics();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("rows", energies.length);
        json.put("columns", columns);
        json.put("mean", summary.getAverage());
        json.put("min", summary.getMin());
        json.put("max", summary.getMax());
        return output.report(Result.done(
                Numbers.format(
                        "V of %,d %s, %s on average, from %s to %s: %s",
                        energies.length,
                        energies.length == 1 ? "row" : "rows",
                        Numbers.brief(summary.getAverage(), 6),
                        Numbers.brief(summary.getMin(), 6),
                        Numbers.brief(summary.getMax(), 6),
                        out),
                json));
    }

    /** By the chain rule: z = (x - mean)/scale, so dV/dx = dV/dz / scale. */
    private static float[] inDataUnits(Checkpoint checkpoint, Samples slopes) {
        float[] values = slopes.values().clone();
        if (checkpoint.standardization() != null) {
            double[] scale = checkpoint.standardization().scale();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] / scale[i % scale.length]);
            }
        }
        return values;
    }
}
