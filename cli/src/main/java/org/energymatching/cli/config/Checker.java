package org.energymatching.cli.config;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import tools.jackson.databind.JsonNode;

/**
 * Checks what was read, before it is bound, against what each key allows: known keys, types, words and ranges.
 *
 * @param where tells where a path stands, for messages; empty or with a blank before it
 */
record Checker(UnaryOperator<String> where) {

    void check(Explanation key, JsonNode value, String path) {
        if (value.isNull() && (key.nullable() || key.type() == ValueType.GROUP)) {
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
            case CHOICE -> word(key, value, path);
            case INTEGER, LONG, NUMBER -> range(key, value, value, path);
            case INTEGERS -> value.forEach(element -> range(key, element, value, path));
            case TRUTH, TEXT, TEXTS -> {}
        }
    }

    private void keys(Explanation group, JsonNode value, String path) {
        value.properties().forEach(entry -> {
            String inner = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Explanation key = group.inner(entry.getKey()).orElseThrow(() -> Schema.unknown(inner, where.apply(inner)));
            check(key, entry.getValue(), inner);
        });
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
        String what = value.isNull()
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
