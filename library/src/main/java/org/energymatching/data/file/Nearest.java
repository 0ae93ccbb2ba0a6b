package org.energymatching.data.file;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name nearest to an unknown one, as a suggestion. */
public final class Nearest {

    private static final int SHOWN = 10;

    private Nearest() {}

    /** The name with the smallest edit distance, if that is at most a third of the length; case does not count. */
    public static Optional<String> to(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> 3 * distance(name, candidate) <= Math.max(name.length(), candidate.length()));
    }

    /** The first ten names, and the number of the others. */
    public static String brief(List<String> names) {
        return names.size() <= SHOWN
                ? names.toString()
                : names.subList(0, SHOWN) + " and " + (names.size() - SHOWN) + " more";
    }

    /** The number of letters to change, add, drop or swap with the next (optimal string alignment); case does not count. */
    public static int distance(String first, String second) {
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
