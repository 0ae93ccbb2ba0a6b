package org.energymatching.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** The known word that a mistyped one probably meant, by the number of letters to change, add or drop. */
public final class Nearest {

    private Nearest() {}

    /** The nearest word; empty if none is near, which is within a third of the letters. */
    public static Optional<String> word(String wanted, Collection<String> known) {
        return nearest(wanted, known, Nearest::distance);
    }

    /** The nearest dotted key; a key whose last part is near counts, wherever it stands. */
    static Optional<String> key(String wanted, Collection<String> known) {
        return nearest(
                wanted,
                known,
                (a, b) -> Math.min(distance(a, b), misplacement(a, b) + distance(lastPart(a), lastPart(b))));
    }

    private static Optional<String> nearest(
            String wanted, Collection<String> known, ToIntBiFunction<String, String> distance) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance.applyAsInt(wanted, word)))
                .filter(word -> distance.applyAsInt(wanted, word)
                        <= Math.max(2, lastPart(wanted).length() / 3));
    }

    private static int misplacement(String a, String b) {
        return a.substring(0, a.lastIndexOf('.') + 1).equals(b.substring(0, b.lastIndexOf('.') + 1)) ? 0 : 1;
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Levenshtein distance, upper and lower case alike, by the usual table, of which one row is kept. */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
