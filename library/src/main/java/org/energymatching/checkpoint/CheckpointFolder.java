package org.energymatching.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.regex.Pattern;
import org.energymatching.Samples;
import org.energymatching.checkpoint.file.OptimizerState;
import org.energymatching.checkpoint.file.SafeTensors;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.OutputFile;
import org.energymatching.data.file.Sha256;
import org.energymatching.error.DataException;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.FailedException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.Architectures;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checkpoint on disk: {@code weights.safetensors} to use it, {@code training.safetensors} to resume it, {@code
 * checkpoint.json}, which describes it, and {@code SHA256SUMS}, by which all three are checked before they are used; {@code
 * sha256sum -c} can check it too.
 *
 * <p>The folder is written under another name and renamed when it is complete, so that no reader gets an incomplete one.
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
    private static final Pattern NUMBERED = Pattern.compile("step-\\d{9,}");
    private static final String FROM_COPY =
            "Restore it from a copy, or delete this folder: the checkpoint before it is then the newest.";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    void write(Checkpoint checkpoint) {
        Path partial = folder.resolveSibling("." + folder.getFileName() + ".partial");
        try {
            Folders.delete(partial);
            Files.createDirectories(partial);
            SafeTensors.of(
                            checkpoint.architecture().parameters(),
                            checkpoint.weights(),
                            Map.of("format", "energy-matching"))
                    .write(partial.resolve(WEIGHTS));
            training(checkpoint).write(partial.resolve(TRAINING));
            OutputFile.write(
                    partial.resolve(DESCRIPTION),
                    ByteBuffer.wrap(JSON.writeValueAsBytes(CheckpointDescription.of(checkpoint, FORMAT))));
            String sums =
                    sum(partial, WEIGHTS) + "\n" + sum(partial, TRAINING) + "\n" + sum(partial, DESCRIPTION) + "\n";
            OutputFile.write(partial.resolve(SUMS), StandardCharsets.UTF_8.encode(sums));
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
        CheckpointDescription described = parsed(description);
        Architecture architecture = own != null ? own : Architectures.from(described.architecture());
        requireWidth(described, architecture.inputShape().length());
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
        requireAgreement(described.step(), training.metadata().get("step"));
        if (own == null) { // those of a user's architecture are checked with the plan
            moments.requireFor(architecture.parameters(), folder);
        }
        return new Checkpoint(
                described.step(),
                described.seconds(),
                architecture,
                SafeTensors.read(folder.resolve(WEIGHTS)).values(),
                raw,
                moments,
                kept,
                described.standardization(),
                described.plan(),
                described.provenance());
    }

    private float[] moment(SafeTensors training, String name) {
        SafeTensors.Entry entry = training.tensors().get(name);
        if (entry == null) {
            throw damaged(
                    "has no tensor '" + name + "' in " + TRAINING, "It holds the moments of the optimizer.", FROM_COPY);
        }
        return entry.values();
    }

    private Map<String, Object> description() {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    folder + " is no checkpoint: it has no " + DESCRIPTION + ".",
                    "A checkpoint is a folder with " + DESCRIPTION + ", " + WEIGHTS + " and " + TRAINING + ".",
                    "Name a run directory or a checkpoint in it; if this lies in a run's checkpoints/, delete it.");
        }
        try {
            return requireNonNull(JSON.readValue(
                    Files.readString(file, StandardCharsets.UTF_8), new TypeReference<Map<String, Object>>() {}));
        } catch (IOException | JacksonException | NullPointerException unreadable) {
            throw new DataException(
                    file + " cannot be read: it is no JSON object.",
                    "A checkpoint's description is as this program wrote it.",
                    FROM_COPY,
                    unreadable);
        }
    }

    private CheckpointDescription parsed(Map<String, Object> description) {
        try {
            return JSON.convertValue(description, CheckpointDescription.class);
        } catch (JacksonException unfit) {
            throw new DataException(
                    "The checkpoint " + folder + " has a description of which a part is missing or of another kind: "
                            + unfit.getOriginalMessage() + ".",
                    "A checkpoint's description is as this program wrote it.",
                    FROM_COPY,
                    unfit);
        }
    }

    private void requireWidth(CheckpointDescription described, int width) {
        Standardization columns = described.standardization();
        if (columns != null && columns.mean().length != width) {
            throw damaged(
                    "has a standardization of " + columns.mean().length + " columns",
                    "It has a mean and a scale for each of the " + width + " inputs of its network.",
                    FROM_COPY);
        }
    }

    /** Refuses a checkpoint whose parts are not of one and the same step. */
    private void requireAgreement(long step, @Nullable String trainingStep) {
        if (trainingStep != null && !trainingStep.equals(Long.toString(step))) {
            throw damaged(
                    "is described as of step " + step + ", but its training state is of step " + trainingStep,
                    "All files of a checkpoint are of one step.",
                    FROM_COPY);
        }
        String name = String.format("step-%09d", step);
        if (NUMBERED.matcher(String.valueOf(folder.getFileName())).matches() && !folder.endsWith(name)) {
            throw damaged(
                    "is of step " + step,
                    "A checkpoint's folder is called after its step: " + name + ".",
                    "Give the folder its name back.");
        }
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

    private DataException damaged(String what, String expected, String remedy) {
        return new DataException("The checkpoint " + folder + " " + what + ".", expected, remedy);
    }

    private static SafeTensors training(Checkpoint checkpoint) {
        Map<String, SafeTensors.Entry> entries = new LinkedHashMap<>();
        SafeTensors.of(checkpoint.architecture().parameters(), checkpoint.rawWeights(), Map.of())
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

    private static void deleteQuietly(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException leftOver) {
            // A folder with the name .partial is never read, and the next save deletes it.
        }
    }
}
