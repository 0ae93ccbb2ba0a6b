package org.energymatching.condition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;

/** One field of the condition of a potential. Its encoding is all zeros if it is not given. */
public sealed interface Condition {

    /** Its name, such as that of a column. */
    String name();

    /** The number of numbers that encode it. */
    int width();

    /** Writes the numbers that encode a value. */
    void encode(String value, float[] out, int offset);

    /** Its type, name and parameters, for checkpoints. */
    Map<String, Object> description();

    /**
     * One of several classes, in a one-hot encoding: the first layer of a network holds an embedding of each.
     *
     * @param name such as that of a column
     * @param levels the classes; at least two, all different
     */
    record Categorical(String name, List<String> levels) implements Condition {

        /** Checks the classes. */
        public Categorical {
            levels = List.copyOf(levels);
            if (levels.size() < 2 || levels.stream().distinct().count() < levels.size()) {
                throw new UsageException(
                        "The condition '" + name + "' has the classes " + Conditions.shown(levels) + ".",
                        "There are two classes or more, all different.",
                        "Leave it out, or choose another column.");
            }
        }

        @Override
        public int width() {
            return levels.size();
        }

        @Override
        public void encode(String value, float[] out, int offset) {
            int level = levels.indexOf(value.strip());
            if (level < 0) {
                throw new UsageException(
                        "The condition '" + name + "' is given as '" + value + "'.",
                        "It is one of " + Conditions.shown(levels) + ".",
                        "Give one of these.");
            }
            out[offset + level] = 1;
        }

        @Override
        public Map<String, Object> description() {
            return Condition.described("categorical", name, Map.of("levels", levels));
        }
    }

    /**
     * A number, encoded as (value - mean)/deviation and a one that marks it as given.
     *
     * @param name such as that of a column
     * @param mean of the data
     * @param deviation of the data, above zero
     */
    record Continuous(String name, double mean, double deviation) implements Condition {

        /** Checks the scale. */
        public Continuous {
            if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
                throw new UsageException(
                        "The condition '" + name + "' has a mean of " + mean + " and a deviation of " + deviation + ".",
                        "Both are finite, and the deviation is above zero.",
                        "Leave it out where it does not vary.");
            }
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void encode(String value, float[] out, int offset) {
            double number = number(value);
            if (!Double.isFinite(number)) {
                throw new UsageException(
                        "The condition '" + name + "' is given as '" + value + "'.",
                        "It is a finite number; the data have a mean of " + mean + " and a deviation of " + deviation
                                + ".",
                        "Give a number, with a point before decimals.");
            }
            out[offset] = (float) ((number - mean) / deviation);
            out[offset + 1] = 1;
        }

        private static double number(String value) {
            try {
                return Double.parseDouble(value.strip());
            } catch (NumberFormatException word) {
                return Double.NaN;
            }
        }

        @Override
        public Map<String, Object> description() {
            return Condition.described("continuous", name, Map.of("mean", mean, "deviation", deviation));
        }
    }

    private static Map<String, Object> described(String type, String name, Map<String, Object> more) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", type);
        description.put("name", name);
        description.putAll(more);
        return description;
    }
}
