package org.energymatching.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a pickle hands to one of the {@link TorchGlobals}, each of a kind that is checked before it is used.
 *
 * @param of whom it is handed to
 */
record PickleArguments(TorchFile file, String of, @Nullable Object[] values) {

    /** Far more than storage keys and devices have. */
    private static final int LONGEST_TEXT = 200;

    /** PyTorch's own limit on the axes of a tensor. */
    private static final int MOST_AXES = 64;

    int count() {
        return values.length;
    }

    /** The argument at that place, which must be there and of that kind. */
    <T> T at(int index, Class<T> kind) {
        if (index >= values.length || !kind.isInstance(values[index])) {
            throw malformed();
        }
        return kind.cast(values[index]);
    }

    long integer(int index) {
        return at(index, Long.class);
    }

    String text(int index) {
        String text = at(index, String.class);
        if (text.length() > LONGEST_TEXT) {
            throw malformed();
        }
        return text;
    }

    /** A tuple of integers that are zero or more: sizes or strides. */
    long[] extents(int index) {
        Object[] tuple = at(index, Object[].class);
        if (tuple.length > MOST_AXES) {
            throw malformed();
        }
        long[] extents = new long[tuple.length];
        for (int i = 0; i < extents.length; i++) {
            if (!(tuple[i] instanceof Long extent) || extent < 0) {
                throw malformed();
            }
            extents[i] = extent;
        }
        return extents;
    }

    private RuntimeException malformed() {
        return file.damaged("describes a " + of + " by something else than belongs there");
    }
}
