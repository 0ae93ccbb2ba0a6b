package org.energymatching.protein;

import org.energymatching.tensor.Rng;

/** Random replacement of letters. */
final class Mutation {

    private Mutation() {}

    /** Replaces each letter with this probability by one of the others; at least one. */
    static String of(String parent, Alphabet alphabet, double rate, Rng rng) {
        StringBuilder mutant = new StringBuilder(parent);
        boolean changed = false;
        for (int i = 0; i < parent.length(); i++) {
            if (rng.nextDouble() < rate) {
                replace(mutant, i, alphabet, rng);
                changed = true;
            }
        }
        if (!changed) {
            replace(mutant, rng.nextInt(parent.length()), alphabet, rng);
        }
        return mutant.toString();
    }

    /** Replaces one letter by another. */
    static void replace(StringBuilder sequence, int position, Alphabet alphabet, Rng rng) {
        int old = alphabet.letters().indexOf(sequence.charAt(position));
        int other = rng.nextInt(alphabet.size() - 1);
        sequence.setCharAt(position, alphabet.letters().charAt(other < old ? other : other + 1));
    }
}
