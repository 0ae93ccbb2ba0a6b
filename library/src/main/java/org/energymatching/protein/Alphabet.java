package org.energymatching.protein;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The alphabet of sequences, with an order: networks encode a letter by its index.
 *
 * @param letters each once, index 0 first
 */
public record Alphabet(String letters) {

    private static final int SHOWN = 30;

    public Alphabet {
        if (letters.length() < 2
                || letters.chars().distinct().count() != letters.length()
                || letters.chars().anyMatch(letter -> letter <= ' ' || Character.isSurrogate((char) letter))) {
            throw new UsageException(
                    "An alphabet of the letters '" + letters + "' was asked for.",
                    "An alphabet has at least two letters, each of them once and none of them blank.",
                    "Write them one after another, as in ACGT.");
        }
    }

    /** The twenty amino acids, in the order of the released networks. */
    public static Alphabet protein() {
        return new Alphabet("ARNDCQEGHILKMFPSTWYV");
    }

    /** The four bases of DNA. */
    public static Alphabet dna() {
        return new Alphabet("ACGT");
    }

    /** The four bases of RNA. */
    public static Alphabet rna() {
        return new Alphabet("ACGU");
    }

    /** The number of letters. */
    public int size() {
        return letters.length();
    }

    /** The indices of the letters. */
    public int[] encode(String sequence) {
        return encode(sequence, "The sequence");
    }

    /**
     * The indices of every sequence's letters, all of one length.
     *
     * @throws DataException if a letter is not in the alphabet or a length differs, with the row, the position, both counted from
     *     1, and the letter
     */
    public int[][] encode(List<String> sequences) {
        return encode(sequences, sequences.isEmpty() ? 0 : sequences.get(0).length());
    }

    /** The indices of every sequence's letters, all of this length. */
    public int[][] encode(List<String> sequences, int length) {
        int[][] tokens = new int[sequences.size()][];
        for (int row = 0; row < tokens.length; row++) {
            String sequence = sequences.get(row);
            if (sequence.length() != length) {
                throw new DataException(
                        "Row " + (row + 1) + " has " + sequence.length() + " letters: " + shown(sequence) + ".",
                        "All sequences have the same length, here " + length + ".",
                        "Align or cut the sequences, or take those of one length only.");
            }
            tokens[row] = encode(sequence, "Row " + (row + 1));
        }
        return tokens;
    }

    private int[] encode(String sequence, String where) {
        int[] tokens = new int[sequence.length()];
        for (int i = 0; i < tokens.length; i++) {
            char letter = sequence.charAt(i);
            tokens[i] = letters.indexOf(letter);
            if (tokens[i] < 0) {
                throw new DataException(
                        where + " has the letter '" + letter + "' at position " + (i + 1) + ": " + shown(sequence)
                                + ".",
                        "Sequences consist of the letters " + letters + ".",
                        letters.indexOf(Character.toUpperCase(letter)) >= 0
                                ? "Write the letters in upper case."
                                : "Correct or leave out that sequence, or choose an alphabet that has the letter.");
            }
        }
        return tokens;
    }

    /** The letters of these indices. */
    public String decode(int[] tokens) {
        StringBuilder sequence = new StringBuilder(tokens.length);
        for (int token : tokens) {
            if (token < 0 || token >= size()) {
                throw new UsageException(
                        "The letter number " + token + " was asked for.",
                        "The letters " + letters + " have the numbers 0 to " + (size() - 1) + ".",
                        "Use the alphabet that the numbers were made with.");
            }
            sequence.append(letters.charAt(token));
        }
        return sequence.toString();
    }

    /** The letters of every row of indices. */
    public List<String> decode(int[][] tokens) {
        List<String> sequences = new ArrayList<>();
        for (int[] row : tokens) {
            sequences.add(decode(row));
        }
        return sequences;
    }

    /** One-hot weights of letters at every position: (rows, length, letters). */
    Tensor oneHot(int[][] tokens) {
        int length = tokens.length == 0 ? 0 : tokens[0].length;
        float[] weights = new float[Math.multiplyExact(tokens.length, Math.multiplyExact(length, size()))];
        int at = 0;
        for (int[] row : tokens) {
            for (int token : row) {
                weights[at + token] = 1;
                at += size();
            }
        }
        return Tensor.of(weights, Shape.of(tokens.length, length, size()));
    }

    private static String shown(String sequence) {
        return sequence.length() <= SHOWN ? sequence : sequence.substring(0, SHOWN) + "…";
    }
}
