package org.energymatching.cli.schema;

import tools.jackson.databind.JsonNode;

/** The type of a key's value. */
public enum ValueType {
    /** Further keys. */
    GROUP("a group of keys"),
    /** A list of groups. */
    GROUPS("a list of groups of keys"),
    /** One of several variants, by its name or with keys of its own. */
    VARIANT("one of the names listed, alone or with its keys"),
    /** A list of variants. */
    VARIANTS("a list of the names listed, each alone or with its keys"),
    /** A whole number of 32 bits. */
    INTEGER("a whole number"),
    /** A whole number of 64 bits. */
    LONG("a whole number"),
    /** A finite number. */
    NUMBER("a number"),
    /** {@code true} or {@code false}. */
    TRUTH("true or false"),
    /** Any text. */
    TEXT("a text"),
    /** One of a few words. */
    CHOICE("one of the words listed"),
    /** A list of whole numbers. */
    INTEGERS("a list of whole numbers"),
    /** A list of texts. */
    TEXTS("a list of texts"),
    /** Texts under names of the user's own. */
    NAMED_TEXTS("names with a text each");

    private final String words;

    ValueType(String words) {
        this.words = words;
    }

    /** In words, with its article. */
    public String words() {
        return words;
    }

    /** Whether a value, read from YAML, is of this type; the only conversion is from a whole number to a number. */
    boolean accepts(JsonNode value) {
        return switch (this) {
            case GROUP -> value.isObject();
            case GROUPS -> value.isArray();
            case VARIANT -> value.isString() || value.isObject() && !value.isEmpty();
            case VARIANTS -> value.isArray() || value.isString() || value.isObject();
            case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case NUMBER -> value.isNumber() && Double.isFinite(value.doubleValue(Double.NaN));
            case TRUTH -> value.isBoolean();
            case TEXT, CHOICE -> value.isString();
            case INTEGERS -> value.isArray() && value.valueStream().allMatch(INTEGER::accepts);
            case TEXTS -> value.isArray() && value.valueStream().allMatch(TEXT::accepts);
            case NAMED_TEXTS -> value.isObject() && value.valueStream().allMatch(TEXT::accepts);
        };
    }
}
