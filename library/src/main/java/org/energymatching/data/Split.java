package org.energymatching.data;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;

/**
 * Training rows, and held-out rows for evaluation.
 *
 * @param training (rows, …), in their original order
 * @param heldOut (rows, …), in their original order; may have no rows
 */
public record Split(Samples training, Samples heldOut) {

    /**
     * The row numbers of both parts, in ascending order.
     *
     * @param training of the training rows
     * @param heldOut of the held-out rows
     */
    public record Rows(int[] training, int[] heldOut) {}

    /**
     * Holds out a share of the rows, drawn without replacement; the same generator state gives the same split.
     *
     * @param share in [0, 1); the number held out is share · rows, rounded
     * @throws DataException if there are too few rows for both parts to have one
     */
    public static Split of(Samples samples, double share, RandomGenerator random) {
        Rows chosen = rows(samples.rows(), share, random);
        return new Split(samples.pick(chosen.training()), samples.pick(chosen.heldOut()));
    }

    /** As above, for rows of which only the numbers are known. */
    public static Rows rows(int rows, double share, RandomGenerator random) {
        return rows(rows, "row", share, random);
    }

    private static Rows rows(int rows, String unit, double share, RandomGenerator random) {
        if (!(share >= 0 && share < 1)) {
            throw new UsageException(
                    "The share of rows to hold out is " + share + ".",
                    "A share lies in [0, 1).",
                    "Write 0.1 to hold out a tenth of the rows, or 0 to hold out none.");
        }
        int heldOut = (int) Math.round(share * rows);
        if (heldOut == rows || (share > 0 && heldOut == 0)) {
            throw new DataException(
                    "Holding out " + share + " of " + rows + " " + unit + "s leaves " + (rows - heldOut)
                            + " for training and " + heldOut + " held out.",
                    "Each part needs at least one " + unit + ".",
                    "Provide more " + unit + "s or change the share.");
        }
        BitSet chosen = choose(heldOut, rows, random);
        BitSet others = (BitSet) chosen.clone();
        others.flip(0, rows);
        return new Rows(others.stream().toArray(), chosen.stream().toArray());
    }

    /**
     * The same where all rows of a group are in one part, as all days of a home: no group of held-out rows has a training row.
     *
     * @param groups the group of each row
     * @param share of the groups to hold out, in [0, 1)
     * @throws DataException if there are too few groups for both parts to have one
     */
    public static Rows byGroup(List<String> groups, double share, RandomGenerator random) {
        List<String> names = groups.stream().distinct().toList();
        Set<String> heldOut = IntStream.of(
                        rows(names.size(), "group", share, random).heldOut())
                .mapToObj(names::get)
                .collect(Collectors.toSet());
        return new Rows(part(groups, group -> !heldOut.contains(group)), part(groups, heldOut::contains));
    }

    private static int[] part(List<String> groups, Predicate<String> within) {
        return IntStream.range(0, groups.size())
                .filter(row -> within.test(groups.get(row)))
                .toArray();
    }

    /** A set of {@code count} of {@code total} indices, each such set equally likely (R. W. Floyd's algorithm). */
    private static BitSet choose(int count, int total, RandomGenerator random) {
        BitSet chosen = new BitSet(total);
        for (int last = total - count; last < total; last++) {
            int index = random.nextInt(last + 1);
            chosen.set(chosen.get(index) ? last : index);
        }
        return chosen;
    }
}
