package org.energymatching.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * A key at which two configurations differ.
 *
 * @param key dotted path
 * @param here its value in the one, as in YAML; {@code (none)} if it has no such phase
 * @param there its value in the other
 */
public record Difference(String key, String here, String there) {

    private static final String NONE = "(none)";

    @Override
    public String toString() {
        return key + ": " + here + " / " + there;
    }

    static List<Difference> between(JsonNode here, JsonNode there) {
        Map<String, String> ours = flat(here);
        Map<String, String> theirs = flat(there);
        Set<String> keys = new LinkedHashSet<>(ours.keySet());
        keys.addAll(theirs.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            String our = ours.getOrDefault(key, NONE);
            String their = theirs.getOrDefault(key, NONE);
            boolean free = (key.startsWith("run.") && !key.equals("run.recompute")) || key.startsWith("design.");
            if (!free && !our.equals(their)) {
                differences.add(new Difference(key, our, their));
            }
        }
        return List.copyOf(differences);
    }

    private static Map<String, String> flat(JsonNode tree) {
        Map<String, String> flat = new LinkedHashMap<>();
        tree.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (key.equals("phases")) {
                StringJoiner order = new StringJoiner(", ", "[", "]");
                value.forEach(phase -> {
                    String name = phase.path("name").asString();
                    order.add(name);
                    inner(phase, key + "." + name, flat);
                });
                flat.put(key, order.toString());
            } else if (value.isObject()) {
                inner(value, key, flat);
            } else {
                flat.put(key, YamlText.scalar(value));
            }
        });
        return flat;
    }

    private static void inner(JsonNode group, String prefix, Map<String, String> flat) {
        group.properties().forEach(entry -> {
            String key = prefix + "." + entry.getKey();
            if (entry.getValue().isObject()) {
                inner(entry.getValue(), key, flat);
            } else {
                flat.put(key, YamlText.scalar(entry.getValue()));
            }
        });
    }
}
