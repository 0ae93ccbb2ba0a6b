package org.energymatching.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of its network, read with care: it may have been changed by hand.
 *
 * @param values by key
 */
public record Description(Map<?, ?> values) {

    private static final int LONGEST = 500;

    public int integer(String key) {
        return whole(values.get(key));
    }

    private int whole(@Nullable Object value) {
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw malformed();
    }

    public double number(String key) {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw malformed();
    }

    public boolean flag(String key) {
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw malformed();
    }

    public String word(String key) {
        if (values.get(key) instanceof String word) {
            return word;
        }
        throw malformed();
    }

    public List<Integer> integers(String key) {
        if (values.get(key) instanceof List<?> list) {
            return list.stream().map(this::whole).toList();
        }
        throw malformed();
    }

    public double[] numbers(String key) {
        if (values.get(key) instanceof List<?> list) {
            return list.stream()
                    .mapToDouble(value -> {
                        if (value instanceof Number number) {
                            return number.doubleValue();
                        }
                        throw malformed();
                    })
                    .toArray();
        }
        throw malformed();
    }

    /** The values by name, as JSON has them. */
    public Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }

    public Description part(String key) {
        if (values.get(key) instanceof Map<?, ?> part) {
            return new Description(part);
        }
        throw malformed();
    }

    public DataException malformed() {
        return new DataException(
                "The checkpoint describes its network as " + shortened(String.valueOf(values)) + ".",
                "A description names its type and the sizes that belong to it.",
                "Restore the file from a copy; this one was changed by hand or damaged.");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }
}
