package org.energymatching.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.error.DataException;

/**
 * The one kind of Python literal that a NumPy header is made of, parsed and never evaluated.
 *
 * <p>A dictionary from strings to strings, booleans or tuples of non-negative integers, as in {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (3, 4), }}; anything else is a {@link DataException}.
 */
final class PythonDictionary {

    private final Path path;
    private final String text;
    private int at;

    PythonDictionary(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    /** Values are {@link String}, {@link Boolean} or {@code long[]}. */
    Map<String, Object> parse() {
        Map<String, Object> entries = new LinkedHashMap<>();
        expect('{');
        while (!skip('}')) {
            String key = string();
            expect(':');
            if (entries.put(key, value()) != null) {
                throw malformed("the key '" + key + "' twice");
            }
            if (peek() != '}') {
                expect(',');
            }
        }
        if (peek() != 0 || at < text.length()) {
            throw malformed("something after its end");
        }
        return entries;
    }

    private Object value() {
        if (skip("True")) {
            return true;
        }
        if (skip("False")) {
            return false;
        }
        return switch (peek()) {
            case '(' -> tuple();
            case '[' ->
                throw new DataException(
                        path + " holds a structured array, with named fields.",
                        "An array of plain numbers was expected.",
                        "Save its fields as the columns of one array of float32.");
            default -> string();
        };
    }

    private String string() {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw malformed("no string where one belongs");
        }
        String content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private long[] tuple() {
        long[] numbers = {};
        expect('(');
        while (!skip(')')) {
            numbers = Arrays.copyOf(numbers, numbers.length + 1);
            numbers[numbers.length - 1] = integer();
            if (peek() != ')') {
                expect(',');
            }
        }
        return numbers;
    }

    private long integer() {
        peek();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int end = at;
        // Python 2 wrote long integers as 3L.
        at += at > start && at < text.length() && text.charAt(at) == 'L' ? 1 : 0;
        try {
            return Long.parseLong(text, start, end, 10);
        } catch (NumberFormatException e) {
            throw malformed("no extent where one belongs");
        }
    }

    /** The next character that is not blank, or 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char wanted) {
        boolean found = peek() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private boolean skip(String wanted) {
        peek();
        boolean found = text.startsWith(wanted, at);
        at += found ? wanted.length() : 0;
        return found;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw malformed("no " + wanted + " where one belongs");
        }
    }

    private DataException malformed(String what) {
        return new DataException(
                path + " has a damaged header: at character " + at + " there is " + what + ".",
                "A NumPy header reads like {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.",
                "Make the file again with numpy.save.");
    }
}
