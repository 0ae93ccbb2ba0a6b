package org.energymatching.condition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.energymatching.error.UsageException;

/**
 * The conditions of a potential V(x | c). A condition c is encoded as one row of numbers, field after field; a field that
 * is not given is encoded as zeros, and a row of zeros is the unconditional V(x).
 *
 * @param fields in the order of the encoding
 */
public record Conditions(List<Condition> fields) {

    private static final Conditions NONE = new Conditions(List.of());
    private static final int SHOWN = 20;

    /** Checks that names differ. */
    public Conditions {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Condition field : fields) {
            if (!names.add(field.name())) {
                throw new UsageException(
                        "Two conditions are called '" + field.name() + "'.",
                        "Each has a name of its own.",
                        "Leave one of them out.");
            }
        }
    }

    /** The conditions of an unconditional potential: none. */
    public static Conditions none() {
        return NONE;
    }

    /** Whether there are none. */
    public boolean isNone() {
        return fields.isEmpty();
    }

    /** k, the number of numbers that encode a condition. */
    public int width() {
        return fields.stream().mapToInt(Condition::width).sum();
    }

    /** The names, in order. */
    public List<String> names() {
        return fields.stream().map(Condition::name).toList();
    }

    /** The field of a name; an error that lists the names if there is none. */
    public Condition field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "A condition on '" + name + "' was given.",
                        isNone()
                                ? "The potential was trained without conditions."
                                : "The potential is conditioned on " + shown(names()) + ".",
                        isNone() ? "Leave it out, or train with data.condition." : "Give one of these."));
    }

    /** The encoding of a condition, (k), from values by name; fields without a value are not given. */
    public float[] encode(Map<String, String> given) {
        given.keySet().forEach(this::field);
        float[] row = new float[width()];
        int offset = 0;
        for (Condition field : fields) {
            String value = given.get(field.name());
            if (value != null) {
                field.encode(value, row, offset);
            }
            offset += field.width();
        }
        return row;
    }

    /**
     * Condition dropout on an encoded row, so that one network learns V(x) and V(x | any part of c) too: all fields with
     * probability p, else each of several with probability p.
     */
    public void drop(float[] rows, int row, double probability, RandomGenerator rng) {
        int from = row * width();
        if (rng.nextDouble() < probability) {
            clear(rows, from, width());
            return;
        }
        for (Condition field : fields) {
            if (fields.size() > 1 && rng.nextDouble() < probability) {
                clear(rows, from, field.width());
            }
            from += field.width();
        }
    }

    private static void clear(float[] rows, int from, int width) {
        Arrays.fill(rows, from, from + width, 0);
    }

    /** The description in checkpoints. */
    public List<Map<String, Object>> description() {
        return fields.stream().map(Condition::description).toList();
    }

    /** The conditions of a description; an {@link IllegalArgumentException} or {@link UsageException} if it is none. */
    public static Conditions from(Object description) {
        List<Condition> fields = new ArrayList<>();
        if (!(description instanceof List<?> list)) {
            throw new IllegalArgumentException("no list of conditions");
        }
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> values)) {
                throw new IllegalArgumentException("no condition");
            }
            fields.add(field(values));
        }
        return new Conditions(fields);
    }

    private static Condition field(Map<?, ?> values) {
        String name = String.valueOf(values.get("name"));
        if ("categorical".equals(values.get("type")) && values.get("levels") instanceof List<?> levels) {
            return new Condition.Categorical(
                    name, levels.stream().map(String::valueOf).toList());
        }
        if ("continuous".equals(values.get("type"))
                && values.get("mean") instanceof Number mean
                && values.get("deviation") instanceof Number deviation) {
            return new Condition.Continuous(name, mean.doubleValue(), deviation.doubleValue());
        }
        throw new IllegalArgumentException("no condition");
    }

    /** Words for messages: the first twenty. */
    static String shown(List<String> words) {
        String first = words.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return words.size() > SHOWN ? first + " and " + (words.size() - SHOWN) + " more" : first;
    }
}
