package org.energymatching.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of Python literal that a NumPy header is made of, parsed and never evaluated.
 *
 * <p>A dictionary from strings to strings, booleans or tuples of non-negative integers, as in {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (3, 4), }}; anything else is a {@link DataException}.
 */
final class PythonDictionary {

    private static final String STRING = "(?:'([^']*)'|\"([^\"]*)\")";

    private static final Pattern ENTRY = Pattern.compile(
            "\\s*" + STRING + "\\s*:\\s*(?:(?:" + STRING + "|(True|False)|\\(([^)]*)\\))\\s*(?:,|(?=\\}))|(\\[))");

    /** Python 2 wrote long integers as 3L; more digits do not fit a long. */
    private static final Pattern EXTENT = Pattern.compile("\\s*(\\d{1,18})L?\\s*");

    private final Path path;

    private PythonDictionary(Path path) {
        this.path = path;
    }

    /** The entries of a dictionary: values are {@link String}, {@link Boolean} or {@code long[]}. */
    static Map<String, Object> parse(Path path, String text) {
        return new PythonDictionary(path).entries(text.strip());
    }

    private Map<String, Object> entries(String text) {
        if (!text.startsWith("{")) {
            throw malformed(0, "no { where one belongs");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        int at = 1;
        Matcher entry = ENTRY.matcher(text);
        while (entry.region(at, text.length()).lookingAt()) {
            String key = either(entry.group(1), entry.group(2));
            if (entries.put(key, value(entry)) != null) {
                throw malformed(at, "the key '" + key + "' twice");
            }
            at = entry.end();
        }
        String rest = text.substring(at).strip();
        if (!rest.equals("}")) {
            throw malformed(
                    at,
                    rest.startsWith("}") ? "something after its end" : "no string, tuple or comma where one belongs");
        }
        return entries;
    }

    private Object value(Matcher entry) {
        if (entry.group(7) != null) {
            throw new DataException(
                    path + " holds a structured array, with named fields.",
                    "An array of plain numbers was expected.",
                    "Save its fields as the columns of one array of float32.");
        }
        if (entry.group(5) != null) {
            return entry.group(5).equals("True");
        }
        String tuple = entry.group(6);
        if (tuple == null) {
            return either(entry.group(3), entry.group(4));
        }
        return Arrays.stream(tuple.isBlank() ? new String[0] : tuple.split(","))
                .mapToLong(extent -> {
                    Matcher digits = EXTENT.matcher(extent);
                    if (!digits.matches()) {
                        throw malformed(entry.start(6), "no extent where one belongs");
                    }
                    return Long.parseLong(digits.group(1));
                })
                .toArray();
    }

    private static String either(@Nullable String single, @Nullable String twice) {
        return single != null ? single : Objects.requireNonNull(twice);
    }

    private DataException malformed(int at, String what) {
        return new DataException(
                path + " has a damaged header: at character " + at + " there is " + what + ".",
                "A NumPy header reads like {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.",
                "Make the file again with numpy.save.");
    }
}
