package org.energymatching.metric;

import java.util.Arrays;
import java.util.List;
import org.energymatching.error.DataException;

/**
 * The letter frequencies at each position of some sequences, and the information content of a position.
 *
 * <pre>R = log₂ A + Σ f log₂ f - (A - 1)/(2 n ln 2)  in bits, at least 0</pre>
 *
 * <p>f are the frequencies of the A letters among n sequences; the last term corrects the bias of few sequences.
 * T. Schneider, R. Stephens, "Sequence logos", Nucleic Acids Research 18 (1990).
 *
 * @param letters the alphabet
 * @param sequences n
 * @param shares f: one row a position, one number a letter, in the order of the alphabet
 */
public record LetterFrequencies(String letters, int sequences, double[][] shares) {

    /**
     * Counts letters.
     *
     * @throws DataException if there are no sequences, they are not of one length or have a letter that is not in the alphabet
     */
    public static LetterFrequencies of(List<String> sequences, String letters) {
        int length = sequences.isEmpty() ? 0 : sequences.get(0).length();
        double[][] shares = new double[length][letters.length()];
        for (String sequence : sequences) {
            for (int i = 0; i < Math.max(length, sequence.length()); i++) {
                int letter = i < Math.min(length, sequence.length()) ? letters.indexOf(sequence.charAt(i)) : -1;
                if (letter < 0) {
                    throw unfit(sequence, length, letters);
                }
                shares[i][letter] += 1.0 / sequences.size();
            }
        }
        if (length == 0) {
            throw unfit("", length, letters);
        }
        return new LetterFrequencies(letters, sequences.size(), shares);
    }

    /** The number of positions. */
    public int length() {
        return shares.length;
    }

    /** R of a position, counted from 0, in bits. */
    public double information(int position) {
        double entropy = Arrays.stream(shares[position])
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
        double chance = (letters.length() - 1) / (2.0 * sequences);
        return Math.max(0, (Math.log(letters.length()) - entropy - chance) / Math.log(2));
    }

    private static DataException unfit(String sequence, int length, String letters) {
        return new DataException(
                "The sequence '" + sequence + "' cannot be counted among those of " + length + " letters.",
                "There is at least one sequence, all are equally long and consist of the letters " + letters + ".",
                "Leave it out, or choose the alphabet that it is written in.");
    }
}
