package org.energymatching.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Levenshtein distance: the least number of insertions, deletions and replacements of letters that make one text of another.
 *
 * <pre>D(i, j) = min{ D(i-1, j) + 1,  D(i, j-1) + 1,  D(i-1, j-1) + [aᵢ ≠ bⱼ] }</pre>
 *
 * <p>Computed for 64 letters at a time: a column of D is stored as two words of bits that mark where it rises and where it
 * falls. One pattern is prepared once and compared with many texts; the time is |pattern|/64 · |text|.
 *
 * <p>G. Myers, "A fast bit-vector algorithm for approximate string matching", J. ACM 46 (1999), in the form of H. Hyyrö
 * (2003) for whole texts.
 */
public final class Levenshtein {

    private static final int WORD = 64;
    private static final int PLAIN = 128;

    private final int length;
    private final int words;
    private final long[][] plain = new long[PLAIN][];
    private final Map<Character, long[]> others = new HashMap<>();
    private final long[] none;

    private Levenshtein(String pattern) {
        length = pattern.length();
        words = (length + WORD - 1) / WORD;
        none = new long[words];
        Arrays.fill(plain, none);
        for (int i = 0; i < length; i++) {
            char letter = pattern.charAt(i);
            long[] places = places(letter);
            if (places == none) {
                places = new long[words];
                if (letter < PLAIN) {
                    plain[letter] = places;
                } else {
                    others.put(letter, places);
                }
            }
            places[i / WORD] |= 1L << i;
        }
    }

    /** Prepares to compare a pattern with many texts. */
    public static Levenshtein to(String pattern) {
        return new Levenshtein(pattern);
    }

    /** The distance between two texts. */
    public static int between(String a, String b) {
        return new Levenshtein(a).distance(b);
    }

    /** The distance from the pattern to a text. */
    public int distance(String text) {
        if (length == 0) {
            return text.length();
        }
        return words == 1 ? short1(text) : blocks(text);
    }

    /** The distance from the pattern to the nearest of some texts, of which there is at least one. */
    public int nearest(List<String> texts) {
        int nearest = Integer.MAX_VALUE;
        for (String text : texts) {
            nearest = Math.min(nearest, distance(text));
        }
        return nearest;
    }

    private int short1(String text) {
        long rises = -1;
        long falls = 0;
        int distance = length;
        long last = 1L << (length - 1);
        for (int j = 0; j < text.length(); j++) {
            long equal = places(text.charAt(j))[0];
            long diagonal = (((equal & rises) + rises) ^ rises) | equal | falls;
            long right = falls | ~(diagonal | rises);
            long left = rises & diagonal;
            distance += (right & last) != 0 ? 1 : 0;
            distance -= (left & last) != 0 ? 1 : 0;
            right = right << 1 | 1;
            left <<= 1;
            rises = left | ~(diagonal | right);
            falls = right & diagonal;
        }
        return distance;
    }

    private int blocks(String text) {
        long[] rises = new long[words];
        long[] falls = new long[words];
        Arrays.fill(rises, -1);
        int distance = length;
        long last = 1L << (length - 1);
        for (int j = 0; j < text.length(); j++) {
            long[] places = places(text.charAt(j));
            long carryRight = 1;
            long carryLeft = 0;
            for (int w = 0; w < words; w++) {
                long equal = places[w] | carryLeft;
                long vertical = places[w] | falls[w];
                long diagonal = (((equal & rises[w]) + rises[w]) ^ rises[w]) | equal | falls[w];
                long right = falls[w] | ~(diagonal | rises[w]);
                long left = rises[w] & diagonal;
                if (w == words - 1) {
                    distance += (right & last) != 0 ? 1 : 0;
                    distance -= (left & last) != 0 ? 1 : 0;
                }
                long nextRight = right >>> (WORD - 1);
                long nextLeft = left >>> (WORD - 1);
                right = right << 1 | carryRight;
                left = left << 1 | carryLeft;
                rises[w] = left | ~(vertical | right);
                falls[w] = right & vertical;
                carryRight = nextRight;
                carryLeft = nextLeft;
            }
        }
        return distance;
    }

    private long[] places(char letter) {
        return letter < PLAIN ? plain[letter] : others.getOrDefault(letter, none);
    }
}
