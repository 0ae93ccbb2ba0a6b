package org.energymatching.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.OptimizerState;
import org.energymatching.checkpoint.Provenance;
import org.energymatching.checkpoint.TorchAdam;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.data.Sha256;
import org.energymatching.error.UsageException;
import org.energymatching.nn.ImagePotential;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.training.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em import}: makes a run directory of weights that PyTorch saved. */
@Command(
        name = "import",
        description = {
            "Make a run directory of the released weights of an image potential; nothing in the file is executed.",
            "Sizes are read off the tensors; what they do not tell comes from --recipe or from key=value.",
            "For example: em import cifar10_weights.pt --recipe cifar10 --out runs/released"
        })
public final class ImportVerb implements Verb {

    @Parameters(
            index = "0",
            paramLabel = "FILE.pt|FILE.safetensors",
            description = "What torch.save wrote, or em export.")
    Path file = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that the tensors do not tell, such as network.scale=1000.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "ema|net",
            defaultValue = "EMA",
            description = "Which weights to use: averaged, or as the optimizer left them; ema if not given.")
    WeightSet weights = WeightSet.EMA;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE|FILE.yaml",
            description = "The recipe that they were trained by, for what the tensors do not tell.")
    @Nullable
    String recipe;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The run directory to make.")
    Path out = Path.of("");

    @Override
    public Result run(Console console) {
        RunDirectory run = new RunDirectory(out);
        if (run.newest().isPresent()) {
            throw new UsageException(
                    out + " holds a run already.",
                    "An imported run has a directory of its own.",
                    "Choose another one with --out.");
        }
        WeightFile source = WeightFile.open(file);
        WeightFile.StateDict chosen = source.set(weights);
        ImportedConfig imported = ImportedConfig.of(source, chosen.shapes(), recipe, settings);
        List<String> remarks = new ArrayList<>(source.remarks());
        remarks.addAll(imported.remarks());
        String sha256 = Sha256.of(file);
        Checkpoint checkpoint = checkpoint(source, chosen, imported, sha256, remarks);
        Path folder = run.checkpoint(checkpoint.step());
        checkpoint.write(folder);
        return told(imported, checkpoint, sha256, remarks);
    }

    private Checkpoint checkpoint(
            WeightFile source,
            WeightFile.StateDict chosen,
            ImportedConfig imported,
            String sha256,
            List<String> remarks) {
        ImagePotential potential = imported.potential();
        List<ParameterSpec> specs = potential.parameters();
        WeightFile.StateDict raw = source.sets().getOrDefault(WeightSet.NET, chosen);
        StateDictDifference difference = StateDictDifference.between(specs, raw.shapes());
        if (!difference.isNone()) {
            throw difference.error(
                    file + " (" + WeightSet.NET.key + ")",
                    "Its two sets of weights belong to different networks; save it again, or choose another file.");
        }
        Map<String, float[]> values = chosen.values().get();
        Optional<OptimizerState> moments =
                TorchAdam.moments(source.optimizer(), raw.shapes().keySet(), specs);
        if (moments.isEmpty()) {
            remarks.add("The file has no optimizer state that fits; Adam's moments are zero.");
        }
        return new Checkpoint(
                source.step(),
                0,
                potential,
                values,
                raw.equals(chosen) ? values : raw.values().get(),
                moments.orElseGet(() -> zeros(specs)),
                null,
                Experiment.description(imported.config(), Map.of()),
                Provenance.imported(file.getFileName() + " (sha256 " + sha256 + ")"));
    }

    private static OptimizerState zeros(List<ParameterSpec> specs) {
        int size = Math.toIntExact(
                specs.stream().mapToLong(spec -> spec.shape().size()).sum());
        return new OptimizerState(new float[size], new float[size]);
    }

    private Result told(ImportedConfig imported, Checkpoint checkpoint, String sha256, List<String> remarks) {
        int size = checkpoint.optimizer().mean().length;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Imported %s (sha256 %s…), %s after step %,d: %,d parameters in %d tensors, in %s%n",
                file,
                sha256.substring(0, 16),
                weights.words,
                checkpoint.step(),
                size,
                checkpoint.weights().size(),
                out));
        text.append("Told by the tensors:%n".formatted());
        imported.inferred().forEach(told -> text.append("  %s=%s%n".formatted(told.key(), told.value())));
        text.append("Not told by them:%n".formatted());
        imported.chosen()
                .forEach(told -> text.append("  %s=%s (%s)%n".formatted(told.key(), told.value(), told.origin())));
        remarks.forEach(remark -> text.append("%s%n".formatted(remark)));
        text.append("%nTry next:%n  %s sample %s -n 16 --out samples.npy%n"
                .formatted(System.getProperty("em.command", "em"), out));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", out.toString());
        json.put("file", file.toString());
        json.put("sha256", sha256);
        json.put("weights", weights.key);
        json.put("step", checkpoint.step());
        json.put("parameters", size);
        json.put("inferred", imported.inferred());
        json.put("chosen", imported.chosen());
        json.put("remarks", remarks);
        return Result.done(text.toString(), json);
    }
}
