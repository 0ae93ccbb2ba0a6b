package org.energymatching.checkpoint.file;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts the result of a pickle to plain, unmodifiable Java values.
 *
 * <p>A pickle can contain itself, or the same list a billion times in thirty lines; the result is a tree of bounded depth and
 * size, or a {@link org.energymatching.error.DataException}.
 */
final class PickleTree {

    private static final int DEEPEST = 64;
    private static final int MOST_VALUES = 1 << 20;

    private final TorchFile file;
    private int values;

    private PickleTree(TorchFile file) {
        this.file = file;
    }

    /** Dictionaries become maps; lists, sets and tuples become lists. */
    static @Nullable Object plain(TorchFile file, @Nullable Object value) {
        if (value instanceof Unmade unmade) {
            throw file.refused("asks for " + unmade.name() + ", which weights do not need");
        }
        return new PickleTree(file).plain(value, 0);
    }

    private @Nullable Object plain(@Nullable Object value, int depth) {
        if (depth > DEEPEST || ++values > MOST_VALUES) {
            throw file.refused("holds a collection that contains itself, or one more than " + DEEPEST
                    + " deep or of more than " + MOST_VALUES + " values");
        }
        if (value instanceof PickleMachine.Dict dict) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            dict.entries().forEach((key, entry) -> map.put(key, plain(entry, depth + 1)));
            return Collections.unmodifiableMap(map);
        }
        if (value instanceof PickleMachine.Items list) {
            return plain(list.items(), depth);
        }
        if (value instanceof Object[] tuple) {
            return plain(Arrays.asList(tuple), depth);
        }
        if (value == null || isLeaf(value)) {
            return value;
        }
        throw file.refused("holds something else where a value belongs: a class, a function or a bare storage");
    }

    private List<@Nullable Object> plain(List<@Nullable Object> items, int depth) {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        for (Object item : items) {
            list.add(plain(item, depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private static boolean isLeaf(Object value) {
        return value instanceof TorchTensor
                || value instanceof Unmade
                || value instanceof String
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof byte[];
    }
}
