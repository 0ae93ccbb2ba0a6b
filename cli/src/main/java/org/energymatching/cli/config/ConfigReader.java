package org.energymatching.cli.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.energymatching.cli.schema.Checker;
import org.energymatching.cli.schema.Explanation;
import org.energymatching.cli.schema.Merge;
import org.energymatching.cli.schema.Schema;
import org.energymatching.cli.schema.ValueType;
import org.energymatching.cli.schema.Variants;
import org.energymatching.cli.schema.YamlDocument;
import org.energymatching.cli.schema.YamlText;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Merges a file over the defaults and overrides over the file, each checked before it is merged. */
final class ConfigReader {

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerSubtypes(Variants.names())
            .build();

    static final Schema SCHEMA = new Schema(RunConfig.class);

    private ConfigReader() {}

    static RunConfig defaults() {
        return bind(Merge.defaults(SCHEMA.root()));
    }

    static RunConfig read(ConfigText text, List<String> overrides) {
        return read(text, overrides, null);
    }

    /** The same, with the training data from the file or folder at {@code data}, if it is given. */
    static RunConfig read(ConfigText text, List<String> overrides, @Nullable Path data) {
        YamlDocument document = YamlDocument.parse(text.yaml(), text.origin());
        if (document.tree() instanceof ObjectNode root) {
            root.remove(Recipe.PROSE);
            Migration.apply(root);
        }
        new Checker(SCHEMA, document::where).check(SCHEMA.root(), document.tree(), "");
        ObjectNode merged = Merge.defaults(SCHEMA.root());
        Merge.put(merged, document.tree(), SCHEMA.root());
        overrides.forEach(override -> override(merged, override));
        if (data != null) {
            learn(data, (ObjectNode) merged.get("data"));
        }
        RunConfig config = bind(merged);
        Rules.check(config, text.origin());
        return config;
    }

    private static void learn(Path path, ObjectNode data) {
        data.put("path", path.toString());
        if (!List.of("images", "sequences").contains(data.get("kind").stringValue())) {
            data.put("kind", "table");
        }
    }

    static Set<String> keys(List<String> overrides) {
        Set<String> keys = new LinkedHashSet<>();
        for (String override : overrides) {
            String[] parts = override.split("=", 2);
            if (parts.length == 2) {
                collect(parts[0].strip(), YamlDocument.parse(parts[1], override).tree(), keys);
            }
        }
        return keys;
    }

    private static void collect(String path, JsonNode value, Set<String> keys) {
        if (value.isObject()) {
            value.properties().forEach(entry -> collect(path + "." + entry.getKey(), entry.getValue(), keys));
        } else {
            keys.add(path);
        }
    }

    static ObjectNode tree(RunConfig config) {
        return JSON.valueToTree(config);
    }

    /** A configuration as nested maps and lists of groups, with values as in YAML. */
    static Map<?, ?> values(RunConfig config) {
        return (Map<?, ?>) values(tree(config));
    }

    private static Object values(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> values = new LinkedHashMap<>();
            node.properties().forEach(entry -> values.put(entry.getKey(), values(entry.getValue())));
            return values;
        }
        return node.isArray() && !node.isEmpty() && node.get(0).isObject()
                ? node.valueStream().map(ConfigReader::values).toList()
                : YamlText.scalar(node);
    }

    static String json(RunConfig config) {
        return JSON.writeValueAsString(config);
    }

    private static RunConfig bind(ObjectNode tree) {
        return JSON.treeToValue(tree, RunConfig.class);
    }

    private static void override(ObjectNode merged, String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new UsageException(
                    "'" + override + "' is not an override.",
                    "An override reads key=value, such as optimizer.learningRate=3e-4.",
                    "Run 'em config explain' to see every key.");
        }
        String path = override.substring(0, equals).strip();
        String written = override.substring(equals + 1).strip();
        Explanation key = SCHEMA.find(path);
        // Bounds such as [0,1) are a text where a text is expected.
        JsonNode value = key.type() == ValueType.TEXT && written.startsWith("[")
                ? JSON.valueToTree(written)
                : YamlDocument.parse(written, override).tree();
        new Checker(SCHEMA, inner -> "").check(key, value, path);
        Merge.set(merged, SCHEMA.root(), path, value);
    }
}
