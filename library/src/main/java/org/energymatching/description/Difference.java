package org.energymatching.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A key at which two descriptions differ: the one comparison of configurations, data and plans.
 *
 * @param key dotted path; an element of a list of groups is identified by its name
 * @param here its value in the first; {@link #NONE} where it has no such key
 * @param there its value in the second
 */
public record Difference(String key, String here, String there) {

    /** The value of a key that one of the two does not have. */
    public static final String NONE = "(none)";

    private static final double ROUNDING = 1e-12;

    /** The keys at which nested maps differ, in their order. */
    public static List<Difference> between(Map<?, ?> here, Map<?, ?> there) {
        Map<String, Object> ours = new LinkedHashMap<>();
        Map<String, Object> theirs = new LinkedHashMap<>();
        flatten("", here, ours);
        flatten("", there, theirs);
        Set<String> keys = new LinkedHashSet<>(ours.keySet());
        keys.addAll(theirs.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            Object our = ours.getOrDefault(key, NONE);
            Object their = theirs.getOrDefault(key, NONE);
            if (!same(our, their)) {
                differences.add(new Difference(key, String.valueOf(our), String.valueOf(their)));
            }
        }
        return differences;
    }

    /** Elements of a list of groups are identified by their names; the order of the names is the value of the list's own key. */
    private static void flatten(String key, @Nullable Object value, Map<String, Object> flat) {
        String prefix = key.isEmpty() ? "" : key + ".";
        if (value instanceof Map<?, ?> map && (!map.isEmpty() || key.isEmpty())) {
            map.forEach((name, inner) -> flatten(prefix + name, inner, flat));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                Map<?, ?> group = (Map<?, ?>) list.get(i);
                Object name = group.get("name");
                boolean variant = name == null && group.size() == 1; // a name with its own keys below it
                names.add(String.valueOf(variant ? group.keySet().iterator().next() : name == null ? i : name));
                flatten(variant ? key : prefix + names.get(i), group, flat);
            }
            flat.put(key, names);
        } else if (value != null) {
            flat.put(key, value instanceof Map<?, ?> ? "(chosen)" : value);
        }
    }

    /**
     * Whether two values are equal. Fractions may differ in their last bits if they were fitted to data and
     * read from a checkpoint's network; other numbers may have another type after JSON; older versions wrote types with their packages.
     */
    private static boolean same(Object a, Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x.equals(y) || Math.abs(x - y) <= ROUNDING * Math.max(Math.abs(x), Math.abs(y));
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return x.size() == y.size()
                    && IntStream.range(0, x.size())
                            .allMatch(i -> same(
                                    Objects.requireNonNullElse(x.get(i), ""),
                                    Objects.requireNonNullElse(y.get(i), "")));
        }
        return a.equals(b) || withoutPackage(a).equals(withoutPackage(b));
    }

    private static String withoutPackage(Object value) {
        return String.valueOf(value).replaceFirst("^org(\\.[a-z]\\w*)+\\.(?=[A-Z])", "");
    }

    /** As in {@code batchSize was 64 and is now 128}. */
    @Override
    public String toString() {
        return key + " was " + here + " and is now " + there;
    }
}
