package org.energymatching.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.energymatching.cli.schema.YamlText;
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
        tree.properties().forEach(entry -> flatten(entry.getKey(), entry.getValue(), flat));
        return flat;
    }

    /** Elements of a list of groups go by their names; the order of the names is the value of the list's own key. */
    private static void flatten(String key, JsonNode value, Map<String, String> flat) {
        if (value.isObject() && value.isEmpty()) {
            flat.put(key, "(chosen)");
        } else if (value.isObject()) {
            value.properties().forEach(entry -> flatten(key + "." + entry.getKey(), entry.getValue(), flat));
        } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
            StringJoiner order = new StringJoiner(", ", "[", "]");
            value.forEach(element -> {
                String name = element.path("name").asString("");
                order.add(name.isEmpty() ? element.propertyNames().iterator().next() : name);
                flatten(name.isEmpty() ? key : key + "." + name, element, flat);
            });
            flat.put(key, order.toString());
        } else {
            flat.put(key, YamlText.scalar(value));
        }
    }
}
