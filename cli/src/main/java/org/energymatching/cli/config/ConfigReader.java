package org.energymatching.cli.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lays a file over the defaults and overrides over the file, each checked before it is laid. */
final class ConfigReader {

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigReader() {}

    static RunConfig defaults() {
        return bind(defaultsOf(Schema.ROOT));
    }

    static RunConfig read(ConfigText text, List<String> overrides) {
        return read(text, overrides, null);
    }

    /** The same, learning the file or folder at {@code data}, if it is given. */
    static RunConfig read(ConfigText text, List<String> overrides, @Nullable Path data) {
        YamlDocument document = YamlDocument.parse(text.yaml(), text.origin());
        if (document.tree() instanceof ObjectNode root) {
            root.remove(Recipe.PROSE);
        }
        new Checker(document::where).check(Schema.ROOT, document.tree(), "");
        ObjectNode merged = defaultsOf(Schema.ROOT);
        lay(merged, document.tree(), Schema.ROOT);
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

    static String json(RunConfig config) {
        return JSON.writeValueAsString(config);
    }

    private static RunConfig bind(ObjectNode tree) {
        return JSON.treeToValue(tree, RunConfig.class);
    }

    private static ObjectNode defaultsOf(Explanation group) {
        ObjectNode defaults = JSON.createObjectNode();
        for (Explanation key : group.keys()) {
            String name = key.name();
            if (key.type() == ValueType.GROUP) {
                defaults.set(name, defaultsOf(key));
            } else if (key.standard() != null) {
                defaults.set(name, YamlDocument.parse(key.standard(), key.key()).tree());
            } else if (key.nullable()) {
                defaults.putNull(name);
            }
        }
        return defaults;
    }

    /** Lays the keys of one group over another; an empty group changes nothing. */
    private static void lay(ObjectNode under, JsonNode over, Explanation group) {
        over.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            Explanation key = group.inner(name).orElseThrow();
            if (key.type() == ValueType.GROUP) {
                lay((ObjectNode) under.get(name), value, key);
            } else if (key.type() == ValueType.GROUPS) {
                ArrayNode elements = under.putArray(name);
                value.forEach(element -> {
                    ObjectNode whole = defaultsOf(key);
                    lay(whole, element, key);
                    elements.add(whole);
                });
            } else {
                under.set(name, value);
            }
        });
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
        YamlDocument document = YamlDocument.parse(override.substring(equals + 1), override);
        Explanation key = Schema.find(path);
        new Checker(inner -> "").check(key, document.tree(), path);

        Explanation group = Schema.ROOT;
        JsonNode at = merged;
        List<String> names = List.of(path.split("\\."));
        for (String name : names.subList(0, names.size() - 1)) {
            if (group.type() == ValueType.GROUPS) {
                at = phase((ArrayNode) at, name);
            } else {
                group = group.inner(name).orElseThrow();
                at = at.get(name);
            }
        }
        if (at instanceof ObjectNode keys) {
            lay(keys, JSON.createObjectNode().set(key.name(), document.tree()), group);
        } else {
            throw noPhase(path, (ArrayNode) at);
        }
    }

    private static ObjectNode phase(ArrayNode phases, String name) {
        for (JsonNode phase : phases) {
            if (phase.path("name").stringValue().equals(name)) {
                return (ObjectNode) phase;
            }
        }
        throw noPhase("phases." + name, phases);
    }

    private static UsageException noPhase(String path, ArrayNode phases) {
        List<String> names = phases.valueStream()
                .map(phase -> "phases." + phase.path("name").stringValue())
                .toList();
        return new UsageException(
                "'" + path + "' names no phase.",
                "The phases are " + String.join(", ", names) + ".",
                Nearest.word(path, names)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write phases, the name of one of them, and one of its keys."));
    }
}
