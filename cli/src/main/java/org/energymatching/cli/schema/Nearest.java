package org.energymatching.cli.schema;

import static org.energymatching.data.file.Nearest.distance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** The known word nearest to a mistyped one, by the number of letters to change, add, drop or swap. */
public final class Nearest {

    private Nearest() {}

    /** The nearest word; empty if none is within a third of the letters. */
    public static Optional<String> word(String wanted, Collection<String> known) {
        return nearest(wanted, known, org.energymatching.data.file.Nearest::distance);
    }

    /** The nearest dotted key; a key whose last part is near counts, in any group; of several, the nearest one. */
    static Optional<String> key(String wanted, Collection<String> known) {
        return nearest(
                wanted,
                known,
                (a, b) -> Math.min(distance(a, b), misplacement(a, b) + distance(lastPart(a), lastPart(b))));
    }

    private static Optional<String> nearest(
            String wanted, Collection<String> known, ToIntBiFunction<String, String> distance) {
        return known.stream()
                .min(Comparator.<String>comparingInt(word -> distance.applyAsInt(wanted, word))
                        .thenComparingInt(word -> distance(wanted, word)))
                .filter(word -> distance.applyAsInt(wanted, word)
                        <= Math.max(2, lastPart(wanted).length() / 3));
    }

    private static int misplacement(String a, String b) {
        return a.substring(0, a.lastIndexOf('.') + 1).equals(b.substring(0, b.lastIndexOf('.') + 1)) ? 0 : 1;
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
