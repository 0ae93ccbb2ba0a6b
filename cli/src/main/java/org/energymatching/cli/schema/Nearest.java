package org.energymatching.cli.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** The known word that a mistyped one probably meant, by the number of letters to change, add, drop or swap. */
public final class Nearest {

    private Nearest() {}

    /** The nearest word; empty if none is near, which is within a third of the letters. */
    public static Optional<String> word(String wanted, Collection<String> known) {
        return nearest(wanted, known, Nearest::distance);
    }

    /** The nearest dotted key; a key whose last part is near counts, wherever it stands; of several, the nearest one. */
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

    /** The number of letters to change, add, drop or swap with the next (optimal string alignment); case does not count. */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : least(a, b, i, j, table);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int least(String a, String b, int i, int j, int[][] table) {
        int changed = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + table[i - 2][j - 2]) : least;
    }
}
