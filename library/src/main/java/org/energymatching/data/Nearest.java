package org.energymatching.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that an unknown one was probably meant to be. */
public final class Nearest {

    private static final int SHOWN = 10;

    private Nearest() {}

    /** The name with the smallest edit distance, if that is at most a third of the length; case does not count. */
    public static Optional<String> to(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> 3 * distance(name, candidate) <= Math.max(name.length(), candidate.length()));
    }

    /** The first ten names, and how many more there are. */
    public static String brief(List<String> names) {
        return names.size() <= SHOWN
                ? names.toString()
                : names.subList(0, SHOWN) + " and " + (names.size() - SHOWN) + " more";
    }

    /** The least number of insertions, deletions and replacements (Levenshtein). */
    private static int distance(String a, String b) {
        String from = a.toLowerCase(Locale.ROOT);
        String to = b.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
