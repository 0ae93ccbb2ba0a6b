package org.energymatching.data.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a description, as read from JSON.
 *
 * @param values by name
 */
record Fields(Map<?, ?> values) {

    /** The fields of a nested description. */
    static Fields of(@Nullable Object described) {
        if (described instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw unfit(described, "a map");
    }

    String word(String name) {
        return String.valueOf(values.get(name));
    }

    /** A number; a missing one, as JSON has no infinities, is the other. */
    double number(String name, double other) {
        Object value = values.get(name);
        if (value == null) {
            return other;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw unfit(value, "a number");
    }

    double number(String name) {
        return number(name, Double.NaN);
    }

    long whole(String name) {
        if (values.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw unfit(values.get(name), "a whole number");
    }

    <E extends Enum<E>> E choice(String name, Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(word(name)))
                .findFirst()
                .orElseThrow(() -> unfit(word(name), "one of " + Arrays.toString(choices.getEnumConstants())));
    }

    List<?> list(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list;
        }
        throw unfit(values.get(name), "a list");
    }

    List<String> words(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    double[] numbers(String name) {
        return list(name).stream()
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    Fields fields(String name) {
        return of(values.get(name));
    }

    static DataException unfit(@Nullable Object found, String wanted) {
        return new DataException(
                "The description of a table holds '" + found + "'.",
                "In that place is " + wanted + ".",
                "Use a checkpoint as it was written.");
    }
}
