package org.energymatching.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python list or set under construction; a tuple, which never changes, is an {@code Object[]}. */
record PickleList(List<@Nullable Object> items) {

    PickleList() {
        this(new ArrayList<>());
    }
}
