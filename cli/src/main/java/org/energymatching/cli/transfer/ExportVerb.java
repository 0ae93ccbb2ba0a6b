package org.energymatching.cli.transfer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.run.Inputs;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ParameterSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em export}: writes a run's weights as a state dict that PyTorch can load. */
@Command(
        name = "export",
        description = {
            "Write the weights of a run as safetensors, under the names of the reference implementation.",
            "In Python: model.load_state_dict(safetensors.torch.load_file('weights.safetensors'))"
        })
public final class ExportVerb implements Verb {

    @Parameters(paramLabel = "RUN", description = "A run directory, or one of its checkpoints.")
    Path run = Path.of("");

    @Option(
            names = "--weights",
            paramLabel = "ema|net",
            defaultValue = "EMA",
            description = "Which weights to write: averaged, or as the optimizer left them; ema if not given.")
    WeightSet weights = WeightSet.EMA;

    @Option(names = "--out", paramLabel = "F.safetensors", required = true, description = "Where to write them.")
    Path out = Path.of("");

    @Override
    public Result run(Console console) {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            throw new UsageException(
                    "The weights are to be written to " + out + ".",
                    "Weights are written in the format safetensors.",
                    "Choose a name that ends in .safetensors for --out.");
        }
        TrainedRun trained = TrainedRun.open(run, console);
        Inputs.of().and(trained).keptFrom(List.of(out));
        Checkpoint checkpoint = trained.checkpoint();
        Map<String, float[]> values = weights == WeightSet.EMA ? checkpoint.weights() : checkpoint.rawWeights();
        Map<String, SafeTensors.Entry> tensors = new LinkedHashMap<>();
        long size = 0;
        for (ParameterSpec spec : checkpoint.architecture().parameters()) {
            float[] array = values.getOrDefault(spec.name(), new float[0]);
            tensors.put(spec.name(), new SafeTensors.Entry(array, spec.shape()));
            size += array.length;
        }
        new SafeTensors(tensors, ExportedRun.of(trained).metadata()).write(out);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("weights", weights.key);
        json.put("step", checkpoint.step());
        json.put("tensors", tensors.size());
        json.put("parameters", size);
        json.put("sha256", Sha256.of(out));
        return Result.done(
                Numbers.format(
                        "%,d parameters in %d tensors, %s after step %,d: %s",
                        size, tensors.size(), weights.words, checkpoint.step(), out),
                json);
    }
}
