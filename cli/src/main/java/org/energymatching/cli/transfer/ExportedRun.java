package org.energymatching.cli.transfer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Standardization;
import org.energymatching.error.DataException;
import org.energymatching.error.EnergyMatchingException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.potential.Architectures;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata in a file of {@code em export} beside the weights, from which {@code em import} restores the run.
 *
 * @param config of the run, without the path of its data, which is private
 * @param architecture of its network
 * @param standardization of its columns, or null
 * @param data the description of its data: their digest and columns
 * @param step the last step of its training
 */
record ExportedRun(
        RunConfig config,
        Architecture architecture,
        @Nullable Standardization standardization,
        Map<String, Object> data,
        long step) {

    private static final String ARCHITECTURE = "architecture";
    private static final String STANDARDIZATION = "standardization";
    private static final String DATA = "data";

    private static final JsonMapper JSON = JsonMapper.shared();

    static ExportedRun of(TrainedRun run) {
        Object data = run.checkpoint().plan().get(DATA);
        Map<String, Object> described = new LinkedHashMap<>();
        if (data instanceof Map<?, ?> map) {
            map.forEach((key, value) -> described.put(String.valueOf(key), value));
        }
        return new ExportedRun(
                RunConfig.parse(run.config().toJson(), run.folder().toString(), List.of("data.path=\"\"")),
                run.checkpoint().architecture(),
                run.checkpoint().standardization(),
                described,
                run.checkpoint().step());
    }

    /** The metadata of the file. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put(WeightFile.STEP, Long.toString(step));
        metadata.put(WeightFile.CONFIG, config.toJson());
        metadata.put(ARCHITECTURE, JSON.writeValueAsString(architecture.description()));
        if (standardization != null) {
            metadata.put(
                    STANDARDIZATION,
                    JSON.writeValueAsString(Map.of("mean", standardization.mean(), "scale", standardization.scale())));
        }
        metadata.put(DATA, JSON.writeValueAsString(data));
        return metadata;
    }

    /** The run in a file's metadata; none in files of other programs and of earlier versions. */
    static Optional<ExportedRun> in(Path file, Map<String, String> metadata) {
        String config = metadata.get(WeightFile.CONFIG);
        String architecture = metadata.get(ARCHITECTURE);
        if (config == null || architecture == null) {
            return Optional.empty();
        }
        try {
            String units = metadata.get(STANDARDIZATION);
            Map<String, double[]> numbers = units == null
                    ? Map.of()
                    : JSON.readValue(units, new TypeReference<LinkedHashMap<String, double[]>>() {});
            String step = metadata.getOrDefault(WeightFile.STEP, "");
            Architecture network = Architectures.from(object(architecture));
            Standardization standardization = units == null
                    ? null
                    : new Standardization(
                            numbers.getOrDefault("mean", new double[0]), numbers.getOrDefault("scale", new double[0]));
            if (standardization != null
                    && standardization.mean().length != network.inputShape().length()) {
                throw new UsageException(
                        standardization.mean().length + " means came with a network of "
                                + network.inputShape().length() + " inputs.",
                        "Each input has a mean and a scale.",
                        "Export the run again.");
            }
            return Optional.of(new ExportedRun(
                    RunConfig.parse(config, file.toString()),
                    network,
                    standardization,
                    object(metadata.getOrDefault(DATA, "{}")),
                    step.matches("\\d{1,15}") ? Long.parseLong(step) : 0));
        } catch (JacksonException | EnergyMatchingException malformed) {
            throw new DataException(
                    file + " describes a run that cannot be made again: "
                            + (malformed instanceof EnergyMatchingException known
                                    ? known.happened()
                                    : malformed.getMessage()),
                    "Its metadata are as 'em export' wrote them.",
                    "Export the run again, or import the weights alone with --recipe.",
                    malformed);
        }
    }

    private static Map<String, Object> object(String json) {
        return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
