package org.energymatching.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.energymatching.Samples;
import org.energymatching.data.Folders;
import org.energymatching.data.OutputFile;
import org.energymatching.data.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.ParameterSpec;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checkpoint on disk: {@code weights.safetensors} to use it, {@code training.safetensors} to resume it, {@code
 * checkpoint.json}, which describes it, and {@code SHA256SUMS}, by which all three are checked before they are believed;
 * {@code sha256sum -c} reads it too.
 *
 * <p>The folder is written under another name and renamed when it is complete, so that no reader ever sees half of it.
 */
record CheckpointFolder(Path folder) {

    private static final int FORMAT = 1;
    private static final String WEIGHTS = "weights.safetensors";
    private static final String TRAINING = "training.safetensors";
    private static final String DESCRIPTION = "checkpoint.json";
    private static final String SUMS = "SHA256SUMS";
    private static final String RAW = "raw.";
    private static final String KEPT = "kept.";
    private static final String MEAN = "adam.mean";
    private static final String SQUARE = "adam.square";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void write(Checkpoint checkpoint) {
        Path partial = folder.resolveSibling("." + folder.getFileName() + ".partial");
        try {
            Folders.delete(partial);
            Files.createDirectories(partial);
            weights(checkpoint.architecture(), checkpoint.weights()).write(partial.resolve(WEIGHTS));
            training(checkpoint).write(partial.resolve(TRAINING));
            write(partial.resolve(DESCRIPTION), JSON.writeValueAsBytes(describe(checkpoint)));
            String sums =
                    sum(partial, WEIGHTS) + "\n" + sum(partial, TRAINING) + "\n" + sum(partial, DESCRIPTION) + "\n";
            write(partial.resolve(SUMS), sums.getBytes(StandardCharsets.UTF_8));
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | FailedException | DataException failure) {
            deleteQuietly(partial);
            String reason = failure instanceof EnergyMatchingException told ? told.happened() : failure + ".";
            throw new FailedException(
                    "The checkpoint " + folder + " could not be written: " + reason,
                    "The run directory is writable and its disk has room for the weights, three times over.",
                    "Free some space or choose another place with --run; earlier checkpoints are untouched.",
                    failure);
        }
    }

    Checkpoint read(@Nullable Architecture own) {
        Map<String, Object> description = description();
        Object format = description.get("format");
        if (!Integer.valueOf(FORMAT).equals(format)) {
            throw damaged(
                    "is of format " + format,
                    "This version reads format " + FORMAT + ".",
                    "Use the version of the library that wrote it"
                            + (description.get("provenance") instanceof Map<?, ?> from
                                    ? ": " + from.get("library")
                                    : "")
                            + ".");
        }
        verify();
        CheckpointDescription described = new CheckpointDescription(folder, description);
        Architecture architecture = own != null ? own : Architectures.from(described.part("architecture"));
        SafeTensors training = SafeTensors.read(folder.resolve(TRAINING));
        Map<String, float[]> raw = new LinkedHashMap<>();
        Map<String, Samples> kept = new LinkedHashMap<>();
        training.tensors().forEach((name, entry) -> {
            if (name.startsWith(RAW)) {
                raw.put(name.substring(RAW.length()), entry.values());
            } else if (name.startsWith(KEPT)) {
                kept.put(name.substring(KEPT.length()), new Samples(entry.values(), entry.shape()));
            }
        });
        OptimizerState moments = new OptimizerState(moment(training, MEAN), moment(training, SQUARE));
        described.requireAgreement(training.metadata().get("step"));
        if (own == null) { // that of another network is told apart by the plan
            moments.requireFor(architecture.parameters(), folder);
        }
        return new Checkpoint(
                described.step(),
                described.seconds(),
                architecture,
                values(SafeTensors.read(folder.resolve(WEIGHTS))),
                raw,
                moments,
                kept,
                described.standardization(architecture),
                described.part("plan"),
                Provenance.from(described.part("provenance")));
    }

    private float[] moment(SafeTensors training, String name) {
        SafeTensors.Entry entry = training.tensors().get(name);
        if (entry == null) {
            throw damaged(
                    "has no tensor '" + name + "' in " + TRAINING,
                    "It holds the moments of the optimizer.",
                    "Restore it from a copy, or delete this folder: the checkpoint before it is then the newest.");
        }
        return entry.values();
    }

    private Map<String, Object> description() {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    folder + " is no checkpoint: it has no " + DESCRIPTION + ".",
                    "A checkpoint is a folder with " + DESCRIPTION + ", " + WEIGHTS + " and " + TRAINING + ".",
                    "Name a run directory or a checkpoint in it; if this stands in a run's checkpoints/, delete it.");
        }
        try {
            Map<String, Object> read = JSON.readValue(
                    Files.readString(file, StandardCharsets.UTF_8), new TypeReference<Map<String, Object>>() {});
            if (read != null) {
                return read;
            }
        } catch (IOException | JacksonException unreadable) {
            throw unreadable(file, unreadable);
        }
        throw unreadable(file, null);
    }

    private static DataException unreadable(Path file, @Nullable Exception cause) {
        String expected = "A checkpoint's description is as this program wrote it.";
        String remedy = "Restore it from a copy, or delete this folder: the checkpoint before it is then the newest.";
        String happened = file + " cannot be read: it is no JSON object.";
        return cause == null
                ? new DataException(happened, expected, remedy)
                : new DataException(happened, expected, remedy, cause);
    }

    private void verify() {
        List<String> sums;
        try {
            sums = Files.readAllLines(folder.resolve(SUMS), StandardCharsets.ISO_8859_1);
        } catch (IOException missing) {
            sums = List.of();
        }
        for (String name : List.of(WEIGHTS, TRAINING, DESCRIPTION)) {
            if (!Files.isRegularFile(folder.resolve(name)) || !sums.contains(sum(folder, name))) {
                throw damaged(
                        "has a file " + name + " that is missing or was changed after it was written",
                        "Every file has the SHA-256 that " + SUMS + " records.",
                        "Restore the folder from a copy, or delete it: the checkpoint before it is then the newest.");
            }
        }
    }

    /** A line of the sums, as the program sha256sum writes it. */
    private static String sum(Path folder, String name) {
        return Sha256.of(folder.resolve(name)) + "  " + name;
    }

    private static void write(Path file, byte[] bytes) {
        OutputFile.write(file, ByteBuffer.wrap(bytes));
    }

    private DataException damaged(String what, String expected, String remedy) {
        return new DataException("The checkpoint " + folder + " " + what + ".", expected, remedy);
    }

    private static Map<String, Object> describe(Checkpoint checkpoint) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", FORMAT);
        description.put("step", checkpoint.step());
        description.put("seconds", checkpoint.seconds());
        description.put("architecture", checkpoint.architecture().description());
        if (checkpoint.standardization() != null) {
            description.put(
                    "standardization",
                    Map.of(
                            "mean", checkpoint.standardization().mean(),
                            "scale", checkpoint.standardization().scale()));
        }
        description.put("plan", checkpoint.plan());
        description.put("provenance", checkpoint.provenance().toMap());
        return description;
    }

    private static SafeTensors weights(Architecture architecture, Map<String, float[]> values) {
        Map<String, SafeTensors.Entry> entries = new LinkedHashMap<>();
        for (ParameterSpec spec : architecture.parameters()) {
            float[] array = values.getOrDefault(spec.name(), new float[0]);
            entries.put(spec.name(), new SafeTensors.Entry(array, spec.shape()));
        }
        return new SafeTensors(entries, Map.of("format", "energy-matching"));
    }

    private static SafeTensors training(Checkpoint checkpoint) {
        Map<String, SafeTensors.Entry> entries = new LinkedHashMap<>();
        weights(checkpoint.architecture(), checkpoint.rawWeights())
                .tensors()
                .forEach((name, entry) -> entries.put(RAW + name, entry));
        OptimizerState optimizer = checkpoint.optimizer();
        entries.put(MEAN, new SafeTensors.Entry(optimizer.mean(), Shape.of(optimizer.mean().length)));
        entries.put(SQUARE, new SafeTensors.Entry(optimizer.square(), Shape.of(optimizer.square().length)));
        new TreeMap<>(checkpoint.kept())
                .forEach((name, samples) ->
                        entries.put(KEPT + name, new SafeTensors.Entry(samples.values(), samples.shape())));
        return new SafeTensors(entries, Map.of("step", Long.toString(checkpoint.step())));
    }

    private static Map<String, float[]> values(SafeTensors file) {
        Map<String, float[]> values = new LinkedHashMap<>();
        file.tensors().forEach((name, entry) -> values.put(name, entry.values()));
        return values;
    }

    private static void deleteQuietly(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException leftOver) {
            // Named .partial, it is never read, and the next save deletes it.
        }
    }
}
