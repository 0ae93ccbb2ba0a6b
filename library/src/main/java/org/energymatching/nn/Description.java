package org.energymatching.nn;

import java.util.List;
import java.util.Map;
import org.energymatching.error.DataException;

/**
 * What a checkpoint says of its network, read with care: it may have been changed by hand.
 *
 * @param values by key
 */
record Description(Map<?, ?> values) {

    int integer(String key) {
        double number = number(key);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw malformed();
        }
        return (int) number;
    }

    double number(String key) {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw malformed();
    }

    boolean flag(String key) {
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw malformed();
    }

    String word(String key) {
        if (values.get(key) instanceof String word) {
            return word;
        }
        throw malformed();
    }

    List<Integer> integers(String key) {
        if (values.get(key) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().map(each -> ((Number) each).intValue()).toList();
        }
        throw malformed();
    }

    Description part(String key) {
        if (values.get(key) instanceof Map<?, ?> part) {
            return new Description(part);
        }
        throw malformed();
    }

    DataException malformed() {
        return new DataException(
                "The checkpoint describes its network as " + values + ".",
                "A description names its type and the sizes that belong to it.",
                "Restore the file from a copy; this one was changed by hand or damaged.");
    }
}
