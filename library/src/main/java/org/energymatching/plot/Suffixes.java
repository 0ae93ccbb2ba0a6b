package org.energymatching.plot;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.energymatching.data.file.OutputFile;
import org.energymatching.error.UsageException;

/**
 * The formats that something can be saved in, each called for by the suffix of the file's name.
 *
 * @param what is saved, as messages call it
 * @param formats to each suffix what makes the bytes of the file
 */
record Suffixes(String what, Map<String, Supplier<byte[]>> formats) {

    static Suffixes of(String what) {
        return new Suffixes(what, Map.of());
    }

    /** One more format. */
    Suffixes and(String suffix, Supplier<byte[]> bytes) {
        Map<String, Supplier<byte[]>> more = new LinkedHashMap<>(formats);
        more.put(suffix, bytes);
        return new Suffixes(what, more);
    }

    /** Writes the file, whole or not at all, in the format its suffix asks for, making its directory if need be. */
    void save(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Supplier<byte[]> bytes = formats.entrySet().stream()
                .filter(format -> name.endsWith(format.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "The " + what + " cannot be saved as " + file + ".",
                        "The name ends in " + String.join(" or ", formats.keySet()) + ", which says how to write it.",
                        "Give the file one of these suffixes."));
        OutputFile.write(file, ByteBuffer.wrap(bytes.get()));
    }
}
