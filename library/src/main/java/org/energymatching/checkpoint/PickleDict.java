package org.energymatching.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dictionary under construction, whose keys all become text: the optimizer's parameter 7 is {@code "7"}. */
record PickleDict(TorchFile file, Map<String, @Nullable Object> entries) {

    PickleDict(TorchFile file) {
        this(file, new LinkedHashMap<>());
    }

    /** Adds an entry; the same key twice means damage, for Python writes each once. */
    void put(@Nullable Object key, @Nullable Object value) {
        if (!(key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean)) {
            throw file.refused("has a dictionary whose keys are neither text nor numbers");
        }
        String text = key.toString();
        if (entries.containsKey(text)) {
            throw file.damaged("has a dictionary with the key '" + TorchFile.shown(text) + "' twice");
        }
        entries.put(text, value);
    }
}
