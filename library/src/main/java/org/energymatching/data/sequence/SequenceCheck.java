package org.energymatching.data.sequence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.data.sequence.SequenceFormat.Duplicates;
import org.energymatching.data.sequence.SequenceTable.Entry;
import org.energymatching.error.DataException;

/** Checks of the sequences of a file: letters, lengths, scores that vary, one score for each. */
record SequenceCheck(Path path, SequenceFormat format) {

    /** The marks of a missing letter in aligned sequences, and of the end of translated ones. */
    private static final String GAPS = "-.~*";

    Sequences of(List<Entry> entries) {
        if (entries.isEmpty()) {
            throw new DataException(
                    path + " has no sequences.",
                    "At least one sequence was expected.",
                    "Check that the file was written to its end.");
        }
        int length = entries.get(0).letters().length();
        entries.forEach(entry -> check(entry, length, entries));
        List<String> notes = new ArrayList<>();
        List<Entry> distinct = distinct(entries, notes);
        double[] scores = format.wantsScores()
                ? distinct.stream().mapToDouble(Entry::score).toArray()
                : new double[0];
        requireDifferent(scores);
        return new Sequences(distinct.stream().map(Entry::letters).toList(), scores, notes);
    }

    private void check(Entry entry, int length, List<Entry> entries) {
        String letters = entry.letters();
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (format.alphabet().indexOf(letter) < 0) {
                throw foreign(entry, i, entries);
            }
        }
        if (letters.length() != length || length == 0) {
            throw new DataException(
                    at(entry) + " has a sequence of " + letters.length() + " letters.",
                    "All sequences have one length" + (length == 0 ? "." : ", here that of the first: " + length + "."),
                    "Leave that sequence out, or align them and cut them to one length.");
        }
    }

    /** The error for a letter that is not in the alphabet, with the number of sequences that have such letters. */
    private DataException foreign(Entry entry, int at, List<Entry> entries) {
        char letter = entry.letters().charAt(at);
        boolean small = format.alphabet().indexOf(Character.toUpperCase(letter)) >= 0;
        boolean gap = GAPS.indexOf(letter) >= 0;
        String what = gap ? "gap" : small ? "lower-case letter" : "letter";
        long such = entries.stream()
                .filter(other -> other.letters()
                        .chars()
                        .anyMatch(c -> gap ? GAPS.indexOf(c) >= 0 : small ? Character.isLowerCase(c) : c == letter))
                .count();
        String also = gap || small
                ? " " + such + " of " + entries.size() + " sequences " + (such == 1 ? "has a " : "have a ") + what + "."
                : "";
        return new DataException(
                at(entry) + " has '" + letter + "' as letter " + (at + 1) + " of its sequence." + also,
                gap
                        ? "Gaps are letters only where the alphabet names them; it is " + format.alphabet() + "."
                        : small
                                ? "Sequences are in capitals, " + format.alphabet()
                                        + ": lower case marks masked or inserted"
                                        + " letters in many programs, so it is not read as the same."
                                : "Sequences consist of the letters " + format.alphabet() + ".",
                gap
                        ? "Add the sign to the alphabet, leave out the columns that have gaps, or leave out these sequences."
                        : small
                                ? "Write the letters in capitals if the case means nothing, or leave those letters out."
                                : "Mend or leave out the sequence, or choose the alphabet that it is written in.");
    }

    private List<Entry> distinct(List<Entry> entries, List<String> notes) {
        if (format.duplicates() == Duplicates.KEEP) {
            return entries;
        }
        Map<String, List<Entry>> bySequence = new LinkedHashMap<>();
        for (Entry entry : entries) {
            bySequence
                    .computeIfAbsent(entry.letters(), letters -> new ArrayList<>())
                    .add(entry);
        }
        List<Entry> distinct = bySequence.values().stream().map(this::merged).toList();
        int merged = entries.size() - distinct.size();
        if (merged > 0) {
            notes.add(merged + " of " + entries.size() + " sequences had come before and were merged with those"
                    + (format.duplicates() == Duplicates.MEAN
                            ? ", their scores averaged."
                            : ", as were their scores."));
        }
        return distinct;
    }

    private Entry merged(List<Entry> same) {
        Entry first = same.get(0);
        if (format.wantsScores() && format.duplicates() == Duplicates.REFUSE) {
            for (Entry other : same) {
                if (other.score() != first.score()) {
                    throw new DataException(
                            at(other) + " repeats the sequence of line " + first.line() + " with the score "
                                    + other.score() + " in place of " + first.score() + ".",
                            "A sequence has one score.",
                            "Delete one of the two, or ask for the mean of such scores, or to keep both.");
                }
            }
        }
        double mean = same.stream().mapToDouble(Entry::score).average().orElse(Double.NaN);
        return new Entry(first.line(), first.letters(), mean);
    }

    private void requireDifferent(double[] scores) {
        for (double score : scores) {
            if (score != scores[0]) {
                return;
            }
        }
        if (scores.length > 0) {
            throw new DataException(
                    path + " gives every sequence the same score, " + scores[0] + ".",
                    "Scores differ: nothing can be learnt from one that is constant.",
                    "Check that the right column was chosen.");
        }
    }

    private String at(Entry entry) {
        return path + ", line " + entry.line();
    }
}
