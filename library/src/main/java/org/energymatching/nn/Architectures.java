package org.energymatching.nn;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/** The architectures that a checkpoint can name, read back from their {@link Architecture#description}. */
public final class Architectures {

    private Architectures() {}

    /** The architecture of a description; an error if its type is not one of ours or a part is missing. */
    public static Architecture from(Map<String, Object> description) {
        try {
            if ("mlp".equals(description.get("type"))) {
                List<Integer> widths = ((List<?>) part(description, "widths"))
                        .stream().map(width -> ((Number) width).intValue()).toList();
                return new Mlp(
                        ((Number) part(description, "inputs")).intValue(),
                        widths,
                        activation(part(description, "first")),
                        activation(part(description, "activation")));
            }
        } catch (ClassCastException | IllegalArgumentException | UsageException malformed) {
            throw new DataException(
                    "The checkpoint describes its network as " + description + ".",
                    "A description names its type and the sizes that belong to it.",
                    "Restore the file from a copy; this one was changed by hand or damaged.",
                    malformed);
        }
        throw new DataException(
                "The checkpoint holds a network of type '" + description.get("type") + "'.",
                "The types known here are: mlp.",
                "Pass your own architecture when you load it, or use the version of the library that wrote it.");
    }

    private static Object part(Map<String, Object> description, String key) {
        Object part = description.get(key);
        if (part == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return part;
    }

    private static Activation activation(Object name) {
        return Activation.valueOf(name.toString().toUpperCase(Locale.ROOT));
    }
}
