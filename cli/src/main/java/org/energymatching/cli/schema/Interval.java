package org.energymatching.cli.schema;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The interval of a key's allowed numbers, from {@code lower} to {@code upper}: {@code [0, 1)} is 0 ≤ x &lt; 1. */
public record Interval(double lower, boolean withLower, double upper, boolean withUpper) {

    private static final Pattern NOTATION = Pattern.compile("([\\[(])([^,]+), ([^,]+)([])])");

    /** Parses the notation of mathematics, with {@code inf} for no bound. */
    static Interval parse(String notation) {
        Matcher parts = NOTATION.matcher(notation);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an interval: " + notation);
        }
        return new Interval(
                bound(parts.group(2)),
                parts.group(1).equals("["),
                bound(parts.group(3)),
                parts.group(4).equals("]"));
    }

    /** Whether {@code x} is allowed. */
    public boolean contains(double x) {
        return (withLower ? x >= lower : x > lower) && (withUpper ? x <= upper : x < upper);
    }

    /** In words: {@code above 0}, {@code at least 1}, {@code in (0, 1]}. */
    @JsonValue
    @Override
    public String toString() {
        if (upper == Double.POSITIVE_INFINITY) {
            return (withLower ? "at least " : "above ") + YamlText.number(lower);
        }
        return "in " + (withLower ? "[" : "(") + YamlText.number(lower) + ", " + YamlText.number(upper)
                + (withUpper ? "]" : ")");
    }

    private static double bound(String text) {
        return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
