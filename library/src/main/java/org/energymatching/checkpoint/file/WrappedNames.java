package org.energymatching.checkpoint.file;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of tensors with the prefixes of wrappers around a network: {@code module.} of training on several devices, {@code
 * _orig_mod.} of {@code torch.compile}, in any order and nesting.
 */
public final class WrappedNames {

    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    private WrappedNames() {}

    /** The prefix of all of the names; empty if there is none. */
    public static String prefix(Collection<String> names) {
        String prefix = "";
        for (boolean found = !names.isEmpty(); found; ) {
            found = false;
            for (String wrapper : WRAPPERS) {
                String longer = prefix + wrapper;
                if (names.stream().allMatch(name -> name.startsWith(longer))) {
                    prefix = longer;
                    found = true;
                    break;
                }
            }
        }
        return prefix;
    }

    /** The same values under the names without their common prefix, and without {@code _orig_mod.} within. */
    public static <T> Map<String, T> unwrapped(Map<String, T> named) {
        int length = prefix(named.keySet()).length();
        Map<String, T> bare = new LinkedHashMap<>();
        named.forEach((name, value) -> bare.put(name.substring(length).replace("._orig_mod.", "."), value));
        return bare.size() == named.size() ? bare : named;
    }
}
