package org.energymatching.cli.schema;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Writes a configuration as people write YAML: lists of values in one line, {@code 1e-4} for small numbers, quotes only
 * if a text could have another meaning without them.
 */
public final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS_WITH_A_MEANING =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    public static String of(JsonNode group) {
        StringBuilder text = new StringBuilder();
        group(group, "", text);
        return text.toString();
    }

    /** A number in the shortest form that reads back to it. */
    static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15
                ? Long.toString((long) x)
                : Double.toString(x).replace(".0E", "e").replace('E', 'e');
    }

    private static void group(JsonNode group, String indent, StringBuilder text) {
        group.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            text.append(indent).append(entry.getKey()).append(':');
            if (value.size() == 1
                    && value.isObject()
                    && isEmptyGroup(value.iterator().next())) {
                text.append(' ').append(value.propertyNames().iterator().next()).append('\n');
            } else if (value.isObject()) {
                text.append('\n');
                group(value, indent + "  ", text);
            } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                text.append('\n');
                value.forEach(element -> text.append(element(element, indent + "  ")));
            } else {
                text.append(' ').append(scalar(value)).append('\n');
            }
        });
    }

    /** A variant without keys is written as its name alone. */
    private static boolean isEmptyGroup(JsonNode value) {
        return value.isObject() && value.isEmpty();
    }

    private static String element(JsonNode group, String indent) {
        StringBuilder lines = new StringBuilder();
        group(group, indent + "  ", lines);
        return lines.replace(0, indent.length() + 2, indent + "- ").toString();
    }

    /** A value, or a list of values, in one line. */
    public static String scalar(JsonNode value) {
        if (value.isArray()) {
            StringJoiner list = new StringJoiner(", ", "[", "]");
            value.forEach(element -> list.add(scalar(element)));
            return list.toString();
        }
        if (value.isString()) {
            String word = value.stringValue();
            return PLAIN.matcher(word).matches() && !WORDS_WITH_A_MEANING.contains(word.toLowerCase(Locale.ROOT))
                    ? word
                    : value.toString();
        }
        return value.isFloatingPointNumber() ? number(value.doubleValue()) : value.toString();
    }
}
