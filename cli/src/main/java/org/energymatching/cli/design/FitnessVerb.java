package org.energymatching.cli.design;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.cli.Console;
import org.energymatching.cli.Result;
import org.energymatching.cli.Verb;
import org.energymatching.cli.evaluate.FitnessRange;
import org.energymatching.cli.evaluate.SequenceLetters;
import org.energymatching.cli.output.RowFile;
import org.energymatching.cli.run.InputPath;
import org.energymatching.cli.run.Inputs;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.metric.DesignScores;
import org.energymatching.protein.Alphabet;
import org.energymatching.protein.FitnessPredictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code em fitness}: the fitness of sequences by a predictor or an oracle. */
@Command(
        name = "fitness",
        description = {
            "Score sequences by a released oracle or predictor, or by one that 'em design' has trained.",
            "Prints a table with the columns sequence and score, or writes it with --out."
        })
public final class FitnessVerb implements Verb {

    @Option(
            names = "--oracle",
            paramLabel = "FILE",
            required = true,
            description = "The network: a .ckpt as torch.save wrote it, or a .safetensors of 'em design'.")
    Path oracle = Path.of("");

    @Option(
            names = "--data",
            converter = InputPath.class,
            paramLabel = "FILE",
            required = true,
            description = "The sequences: a table with a column of them, or FASTA.")
    Path data = Path.of("");

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "sequence",
            description = "The column of the sequences, in a table; ${DEFAULT-VALUE} if not given.")
    String column = "sequence";

    @Option(
            names = "--alphabet",
            paramLabel = "LETTERS",
            description =
                    "The letters: protein, dna, rna, or the letters themselves; what the network's file says, or protein, if not given.")
    @Nullable
    String alphabet;

    @Option(
            names = "--range",
            paramLabel = "LOW,HIGH",
            split = ",",
            arity = "1",
            description = "The scores that count as fitness 0 and 1; adds a column fitness.")
    List<Double> range = List.of();

    @Option(names = "--out", paramLabel = "F.csv", description = "Where to write the table.")
    @Nullable
    Path out;

    @Override
    public Result run(Console console) {
        FitnessRange scale = FitnessRange.of(range);
        if (out != null) {
            RowFile.require(out, ".tsv", ".txt");
            Inputs.of(oracle, data).keptFrom(List.of(out));
        }
        Alphabet asked = alphabet == null ? null : SequenceLetters.alphabet(alphabet);
        try (FitnessPredictor network = FitnessPredictor.read(oracle, asked)) {
            SequenceFormat format =
                    new SequenceFormat(network.alphabet().letters(), column, "", null, SequenceFormat.Duplicates.KEEP);
            Sequences sequences = Sequences.read(data, format);
            Map<String, double[]> columns = new LinkedHashMap<>();
            columns.put("score", network.scores(sequences.letters()));
            if (!range.isEmpty()) {
                columns.put("fitness", scale.fitness(columns.get("score")));
            }
            return result(sequences, columns);
        }
    }

    private Result result(Sequences sequences, Map<String, double[]> columns) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("oracle", oracle.toString());
        json.put("sequences", sequences.size());
        columns.forEach((name, values) -> {
            json.put("median" + Character.toUpperCase(name.charAt(0)) + name.substring(1), DesignScores.median(values));
            json.put(name + "s", values);
        });
        if (out == null) {
            return Result.done(Sequences.text(sequences.letters(), columns), json);
        }
        Sequences.write(out, sequences.letters(), columns);
        json.put("out", out.toString());
        double[] scores = columns.getOrDefault("score", new double[0]);
        return Result.done(
                Numbers.format(
                        "%,d sequences, median score %.4f, from %.4f to %.4f: %s",
                        sequences.size(),
                        DesignScores.median(scores),
                        Arrays.stream(scores).min().orElse(Double.NaN),
                        Arrays.stream(scores).max().orElse(Double.NaN),
                        out),
                json);
    }
}
