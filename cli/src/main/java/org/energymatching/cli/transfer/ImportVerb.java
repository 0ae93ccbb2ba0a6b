package org.energymatching.cli.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.checkpoint.Provenance;
import org.energymatching.checkpoint.file.FiniteWeights;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.checkpoint.file.TorchAdam;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.StateDictDifference;
import org.energymatching.training.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code em import}: creates a run directory from weights that PyTorch saved. */
@Command(
        name = "import",
        description = {
            "Make a run directory of the released weights of an image potential, or of any run that 'em export' wrote; nothing in"
                    + " the file is executed.",
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

    @Option(
            names = "--key",
            paramLabel = "KEY[.KEY…]",
            description =
                    "Where the weights stand in a file of torch.save, such as state_dict; looked for if not given.")
    @Nullable
    String key;

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
        WeightFile source = WeightFile.open(file, key);
        List<String> remarks = new ArrayList<>(source.remarks());
        String sha256 = Sha256.of(file);
        Optional<ExportedRun> exported =
                recipe == null && settings.isEmpty() ? ExportedRun.in(file, source.metadata()) : Optional.empty();
        if (exported.isPresent()) {
            ExportedRun described = exported.get();
            Checkpoint checkpoint = checkpoint(
                    source,
                    described.architecture(),
                    described.standardization(),
                    Experiment.description(described.config(), described.data()),
                    sha256,
                    remarks);
            run.add(checkpoint);
            return told(null, described.config(), checkpoint, sha256, remarks);
        }
        ImportedConfig imported = ImportedConfig.of(source, source.set(weights).shapes(), recipe, settings);
        remarks.addAll(imported.remarks());
        Checkpoint checkpoint = checkpoint(
                source,
                imported.potential(),
                null,
                Experiment.description(imported.config(), Map.of()),
                sha256,
                remarks);
        run.add(checkpoint);
        return told(imported, imported.config(), checkpoint, sha256, remarks);
    }

    private Checkpoint checkpoint(
            WeightFile source,
            Architecture architecture,
            @Nullable Standardization standardization,
            Map<String, Object> plan,
            String sha256,
            List<String> remarks) {
        List<ParameterSpec> specs = architecture.parameters();
        WeightFile.StateDict chosen = source.set(weights);
        WeightFile.StateDict raw = source.sets().getOrDefault(WeightSet.NET, chosen);
        for (WeightFile.StateDict set : List.of(chosen, raw)) {
            StateDictDifference difference = StateDictDifference.between(specs, set.shapes());
            if (!difference.isNone()) {
                throw difference.error(
                        file + " (" + (set.equals(chosen) ? weights.key : WeightSet.NET.key) + ")",
                        "Its weights belong to another network than it tells; save it again, or choose another file.");
            }
        }
        Map<String, float[]> values = finite(chosen);
        Optional<OptimizerState> moments =
                TorchAdam.moments(source.optimizer(), raw.shapes().keySet(), specs);
        if (moments.isEmpty()) {
            remarks.add("The file has no optimizer state that fits; Adam's moments are zero.");
        }
        return new Checkpoint(
                source.step(),
                0,
                architecture,
                values,
                raw.equals(chosen) ? values : finite(raw),
                moments.orElseGet(() -> zeros(specs)),
                standardization,
                plan,
                Provenance.imported(file.getFileName() + " (sha256 " + sha256 + ")"));
    }

    private Map<String, float[]> finite(WeightFile.StateDict set) {
        Map<String, float[]> values = set.values().get();
        values.forEach((name, array) -> FiniteWeights.require(file.toString(), name, array));
        return values;
    }

    private static OptimizerState zeros(List<ParameterSpec> specs) {
        int size = Math.toIntExact(
                specs.stream().mapToLong(spec -> spec.shape().size()).sum());
        return new OptimizerState(new float[size], new float[size]);
    }

    private Result told(
            @Nullable ImportedConfig imported,
            RunConfig config,
            Checkpoint checkpoint,
            String sha256,
            List<String> remarks) {
        int size = checkpoint.optimizer().mean().length;
        StringBuilder text = new StringBuilder(Numbers.format(
                "Imported %s (sha256 %s…), %s after step %,d: %,d parameters in %d tensors, in %s%n",
                file,
                sha256.substring(0, 16),
                weights.words,
                checkpoint.step(),
                size,
                checkpoint.weights().size(),
                out));
        if (imported != null) {
            text.append("Told by the tensors:%n".formatted());
            imported.inferred().forEach(told -> text.append("  %s=%s%n".formatted(told.key(), told.value())));
            text.append("Not told by them:%n".formatted());
            imported.chosen()
                    .forEach(told -> text.append("  %s=%s (%s)%n".formatted(told.key(), told.value(), told.origin())));
        } else {
            text.append(
                    "Configuration, network, columns and scales are those of the run that was exported.%n".formatted());
        }
        remarks.forEach(remark -> text.append("%s%n".formatted(remark)));
        text.append("%nTry next:%n  %s sample %s -n 16 --out samples.%s%n"
                .formatted(
                        System.getProperty("em.command", "em"),
                        out,
                        config.data().kind() == Choices.DataKind.IMAGES ? "npy" : "csv"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", out.toString());
        json.put("file", file.toString());
        json.put("sha256", sha256);
        json.put("weights", weights.key);
        json.put("step", checkpoint.step());
        json.put("parameters", size);
        json.put("inferred", imported == null ? List.of() : imported.inferred());
        json.put("chosen", imported == null ? List.of() : imported.chosen());
        json.put("remarks", remarks);
        return Result.done(text.toString(), json);
    }
}
