package org.energymatching.cli.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import tools.jackson.databind.JsonNode;

/**
 * Checks a tree, before it is bound, against its schema: known keys, types, words and ranges.
 *
 * @param schema the known keys
 * @param where the place of a path, for messages; empty or with a blank before it
 */
public record Checker(Schema schema, UnaryOperator<String> where) {

    public void check(Explanation key, JsonNode value, String path) {
        boolean mayBeEmpty = key.nullable() || key.type() == ValueType.GROUP || key.type() == ValueType.NAMED_TEXTS;
        if (value.isNull() && mayBeEmpty) {
            return;
        }
        if (!key.type().accepts(value)) {
            throw wrong(key, value, path);
        }
        switch (key.type()) {
            case GROUP -> keys(key, value, path);
            case GROUPS -> {
                for (int i = 0; i < value.size(); i++) {
                    element(key, value.get(i), path + "[" + i + "]");
                }
            }
            case VARIANT -> variant(key, value, path);
            case VARIANTS -> variants(key, value, path);
            case CHOICE -> word(key, value, path);
            case INTEGER, LONG, NUMBER -> range(key, value, value, path);
            case INTEGERS -> value.forEach(element -> range(key, element, value, path));
            case TRUTH, TEXT, TEXTS, NAMED_TEXTS -> {}
        }
    }

    private void keys(Explanation group, JsonNode value, String path) {
        value.properties().forEach(entry -> {
            String inner = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Explanation key = group.inner(entry.getKey()).orElseThrow(() -> schema.unknown(inner, where.apply(inner)));
            check(key, entry.getValue(), inner);
        });
    }

    private void variant(Explanation kind, JsonNode value, String path) {
        if (!ValueType.VARIANT.accepts(value)) {
            throw wrong(kind, value, path);
        }
        List<String> names = kind.keys().stream().map(Explanation::name).toList();
        if (value.isObject() && value.size() > 1) {
            throw new UsageException(
                    path + " is both " + String.join(" and ", value.propertyNames()) + where.apply(path) + ".",
                    "One of " + String.join(", ", names) + " was expected.",
                    "Remove the others, or indent the keys that belong to one below its name.");
        }
        String name = Merge.name(value);
        Explanation option = kind.inner(name)
                .orElseThrow(() -> new UsageException(
                        (path.isEmpty() ? "The configuration" : path) + " is " + name + where.apply(path) + ".",
                        "One of " + String.join(", ", names) + " was expected.",
                        Nearest.word(name, names)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse(explain(kind))));
        if (value.isObject()) {
            check(option, value.get(name), path + "." + name);
        }
    }

    private void variants(Explanation kind, JsonNode value, String path) {
        Set<String> names = new HashSet<>();
        List<JsonNode> written = Merge.variants(value);
        for (int i = 0; i < written.size(); i++) {
            String inner = value.isArray() ? path + "[" + i + "]" : path;
            variant(kind, written.get(i), inner);
            once(Merge.name(written.get(i)), names, inner);
        }
    }

    private void once(String name, Set<String> names, String path) {
        if (!names.add(name)) {
            throw new UsageException(
                    path + " is " + name + " again" + where.apply(path) + ".",
                    "Each of a list is given once.",
                    "Remove one of the two.");
        }
    }

    private void element(Explanation groups, JsonNode value, String path) {
        if (!value.isObject()) {
            throw wrong(groups, value, path);
        }
        keys(groups, value, path);
        for (Explanation key : groups.keys()) {
            if (key.standard() == null && !key.nullable() && !value.has(key.name())) {
                throw new UsageException(
                        path + " has no " + key.name() + where.apply(path) + ".",
                        key.name() + " has no default and must be given.",
                        "Add '" + key.name() + ": …' to it: " + key.doc());
            }
        }
    }

    private void word(Explanation key, JsonNode value, String path) {
        if (!key.choices().contains(value.stringValue())) {
            throw new UsageException(
                    happened(value, path),
                    expected(key),
                    Nearest.word(value.stringValue(), key.choices())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse(explain(key)));
        }
    }

    private void range(Explanation key, JsonNode number, JsonNode value, String path) {
        if (key.range() != null && !Objects.requireNonNull(key.range()).contains(number.doubleValue())) {
            throw wrong(key, value, path);
        }
    }

    private UsageException wrong(Explanation key, JsonNode value, String path) {
        boolean quotes = key.type() == ValueType.TEXT && (value.isNumber() || value.isBoolean());
        return new UsageException(
                happened(value, path),
                expected(key),
                quotes ? "Put quotes around it: '\"" + value.asString() + "\"'." : explain(key));
    }

    private String happened(JsonNode value, String path) {
        String what = value.isNull() || value.isObject() && value.isEmpty()
                ? "has no value"
                : value.isObject() ? "has keys below it" : "is " + YamlText.scalar(value);
        return (path.isEmpty() ? "The configuration" : path) + " " + what + where.apply(path) + ".";
    }

    private static String expected(Explanation key) {
        String words = key.expected();
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + " was expected.";
    }

    private static String explain(Explanation key) {
        return "Run 'em config explain" + (key.key().isEmpty() ? "" : " " + key.key()) + "' to see what it means.";
    }
}
