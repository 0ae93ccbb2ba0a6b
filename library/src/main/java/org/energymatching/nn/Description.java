package org.energymatching.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.condition.Conditions;
import org.energymatching.error.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The description of a network in a checkpoint, which is checked, since it may have been changed by hand.
 *
 * @param values by key
 */
public record Description(Map<?, ?> values) {

    private static final int LONGEST = 500;

    private <T> T value(String key, Class<T> kind) {
        Object value = values.get(key);
        if (!kind.isInstance(value)) {
            throw malformed();
        }
        return kind.cast(value);
    }

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
        return value(key, Number.class).doubleValue();
    }

    public boolean flag(String key) {
        return value(key, Boolean.class);
    }

    public String word(String key) {
        return value(key, String.class);
    }

    public List<Integer> integers(String key) {
        List<?> list = value(key, List.class);
        return list.stream().map(this::whole).toList();
    }

    public double[] numbers(String key) {
        List<?> list = value(key, List.class);
        if (!list.stream().allMatch(Number.class::isInstance)) {
            throw malformed();
        }
        return list.stream()
                .mapToDouble(number -> ((Number) number).doubleValue())
                .toArray();
    }

    /** The values by name, as JSON has them. */
    public Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }

    public Description part(String key) {
        return new Description(value(key, Map.class));
    }

    /** What the network is conditioned on; nothing where the description has no conditions. */
    public Conditions conditions() {
        Object described = values.get("conditions");
        return described == null ? Conditions.none() : Conditions.from(described);
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
