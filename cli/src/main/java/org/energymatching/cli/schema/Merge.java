package org.energymatching.cli.schema;

import java.util.List;
import org.energymatching.error.UsageException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges values over defaults: the tree of a configuration in which every key has its value.
 *
 * <p>In this tree a variant is a group of one key, its name, and a list of variants a list of such groups, in whatever form they
 * were written.
 */
public final class Merge {

    /** Means every element of a list in the path of an override. */
    private static final String EVERY = "*";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Merge() {}

    /** The keys of a group that have a default, with the default. */
    public static ObjectNode defaults(Explanation group) {
        ObjectNode defaults = NODES.objectNode();
        for (Explanation key : group.keys()) {
            if (key.type() == ValueType.GROUP) {
                defaults.set(key.name(), defaults(key));
            } else if (key.standard() != null) {
                JsonNode written = YamlDocument.parse(key.standard(), key.key()).tree();
                defaults.set(key.name(), whole(key, written));
            } else if (key.nullable()) {
                defaults.putNull(key.name());
            }
        }
        return defaults;
    }

    /** Merges the values of a group over others; a group without keys changes nothing. */
    public static void put(ObjectNode under, JsonNode over, Explanation group) {
        over.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            Explanation key = group.inner(name).orElseThrow();
            if (key.type() == ValueType.GROUP) {
                put((ObjectNode) under.get(name), value, key);
            } else if (key.type() == ValueType.VARIANT && under.path(name).has(name(value))) {
                put((ObjectNode) under.get(name).get(name(value)), keys(value), option(key, name(value)));
            } else {
                under.set(name, whole(key, value));
            }
        });
    }

    /** Sets one key, by its path, in a tree and its description. */
    public static void set(ObjectNode tree, Explanation group, String path, JsonNode value) {
        set(tree, group, List.of(path.split("\\.")), path, value);
    }

    private static void set(JsonNode at, Explanation type, List<String> names, String path, JsonNode value) {
        String name = names.get(0);
        List<String> after = names.subList(1, names.size());
        switch (type.type()) {
            case GROUPS -> {
                for (JsonNode element : elements((ArrayNode) at, name, after, path)) {
                    inGroup((ObjectNode) element, type, after, path, value);
                }
            }
            case VARIANT -> {
                ObjectNode variant = (ObjectNode) at;
                if (!variant.has(name)) {
                    variant.removeAll();
                    variant.set(name, defaults(option(type, name)));
                }
                inGroup(variant, type, names, path, value);
            }
            case VARIANTS -> {
                ArrayNode list = (ArrayNode) at;
                JsonNode variant = list.valueStream()
                        .filter(each -> each.has(name))
                        .findFirst()
                        .orElseGet(() -> list.addObject().set(name, defaults(option(type, name))));
                inGroup((ObjectNode) variant, type, names, path, value);
            }
            default -> inGroup((ObjectNode) at, type, names, path, value);
        }
    }

    private static void inGroup(ObjectNode at, Explanation type, List<String> names, String path, JsonNode value) {
        Explanation key = option(type, names.get(0));
        if (key.type() == ValueType.NAMED_TEXTS && names.size() > 1) {
            ((ObjectNode) at.get(key.name())).set(String.join(".", names.subList(1, names.size())), value);
        } else if (names.size() == 1) {
            put(at, NODES.objectNode().set(key.name(), value), type);
        } else {
            set(at.get(key.name()), key, names.subList(1, names.size()), path, value);
        }
    }

    /** The elements of that name; with {@link #EVERY}, all of them, or those that have the variant whose key is set. */
    private static List<JsonNode> elements(ArrayNode list, String name, List<String> after, String path) {
        boolean every = name.equals(EVERY);
        List<JsonNode> named = list.valueStream()
                .filter(each -> every || each.path("name").stringValue("").equals(name))
                .toList();
        if (named.isEmpty() || after.isEmpty()) {
            throw noElement(path, list);
        }
        if (!every || after.size() < 2) {
            return named;
        }
        List<JsonNode> having = named.stream()
                .filter(each -> each.path(after.get(0)).valueStream().anyMatch(variant -> variant.has(after.get(1))))
                .toList();
        if (having.isEmpty()) {
            String last = list.get(list.size() - 1).path("name").stringValue();
            throw new UsageException(
                    "No phase has the " + after.get(0) + " " + after.get(1) + ", which '" + path + "' changes.",
                    "At '" + EVERY + "' a key is changed in every phase that has it.",
                    "Name a phase to add it there, such as " + path.replace("." + EVERY + ".", "." + last + ".") + ".");
        }
        return having;
    }

    private static UsageException noElement(String path, ArrayNode list) {
        String key = path.substring(0, path.indexOf('.'));
        List<String> names = list.valueStream()
                .map(each -> key + "." + each.path("name").stringValue())
                .toList();
        String wanted =
                path.indexOf('.', key.length() + 1) < 0 ? path : path.substring(0, path.indexOf('.', key.length() + 1));
        return new UsageException(
                "'" + wanted + "' names no phase.",
                "The phases are " + String.join(", ", names) + ", and " + key + ".* stands for each.",
                Nearest.word(wanted, names)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write " + key + ", the name of one of them, and one of its keys."));
    }

    /** A value as it was written, with the defaults of everything that it omits. */
    private static JsonNode whole(Explanation key, JsonNode value) {
        if (value.isNull()) {
            return key.type() == ValueType.NAMED_TEXTS ? NODES.objectNode() : value;
        }
        return switch (key.type()) {
            case VARIANT -> variant(key, value);
            case VARIANTS -> {
                ArrayNode list = NODES.arrayNode();
                variants(value).forEach(each -> list.add(variant(key, each)));
                yield list;
            }
            case GROUPS -> {
                ArrayNode list = NODES.arrayNode();
                value.forEach(element -> {
                    ObjectNode whole = defaults(key);
                    put(whole, element, key);
                    list.add(whole);
                });
                yield list;
            }
            default -> value;
        };
    }

    private static ObjectNode variant(Explanation kind, JsonNode written) {
        Explanation option = option(kind, name(written));
        ObjectNode keys = defaults(option);
        put(keys, keys(written), option);
        return NODES.objectNode().set(option.name(), keys);
    }

    /** The variants of a list as they were written: in a list, as the keys of a group, or a single name. */
    static List<JsonNode> variants(JsonNode written) {
        if (written.isObject()) {
            return written.propertyStream()
                    .map(entry -> (JsonNode) NODES.objectNode().set(entry.getKey(), entry.getValue()))
                    .toList();
        }
        return written.isArray() ? written.valueStream().toList() : List.of(written);
    }

    /** The name of a variant as it was written: alone, or with its keys below it. */
    static String name(JsonNode variant) {
        return variant.isString()
                ? variant.stringValue()
                : variant.propertyStream()
                        .map(entry -> entry.getKey())
                        .findFirst()
                        .orElseThrow();
    }

    private static JsonNode keys(JsonNode variant) {
        return variant.isString()
                ? NODES.objectNode()
                : variant.propertyStream()
                        .map(entry -> entry.getValue())
                        .findFirst()
                        .orElseThrow();
    }

    private static Explanation option(Explanation group, String name) {
        return group.inner(name).orElseThrow();
    }
}
