package org.energymatching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void everyRowIsInOnePartAndOrderIsKept() {
        Seeds.check(100, random -> {
            int rows = 10 + random.nextInt(50);
            Split split = Split.of(numbered(rows), 0.3, random);
            assertThat(split.heldOut().rows()).isEqualTo((int) Math.round(0.3 * rows));
            assertThat(split.training().values()).isSorted();
            assertThat(split.heldOut().values()).isSorted();
            assertThat(split.training().values()).doesNotContain(split.heldOut().values());
            assertThat(split.training().rows() + split.heldOut().rows()).isEqualTo(rows);
        });
    }

    @Test
    void theSameGeneratorGivesTheSameSplit() {
        Split one = Split.of(numbered(100), 0.2, new SplittableRandom(5));
        Split two = Split.of(numbered(100), 0.2, new SplittableRandom(5));
        assertThat(one.heldOut().values()).isEqualTo(two.heldOut().values());
    }

    @Test
    void everySetIsEquallyLikely() {
        SplittableRandom random = new SplittableRandom(1);
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            Samples heldOut = Split.of(numbered(5), 0.4, random).heldOut();
            counts.merge(heldOut.row(0)[0] + " " + heldOut.row(1)[0], 1, Integer::sum);
        }
        // Ten pairs, 1,000 expected of each, standard deviation 30.
        assertThat(counts).hasSize(10);
        assertThat(counts.values()).allMatch(count -> Math.abs(count - 1_000) < 150);
    }

    @Test
    void nothingHeldOut() {
        Split split = Split.of(numbered(3), 0, new SplittableRandom(1));
        assertThat(split.training().rows()).isEqualTo(3);
        assertThat(split.heldOut().shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void refusesWhatLeavesAPartEmpty() {
        SplittableRandom random = new SplittableRandom(1);
        assertThatThrownBy(() -> Split.of(numbered(2), 0.1, random)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Split.of(numbered(2), 0.9, random)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Split.of(numbered(2), 1, random)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Split.of(numbered(2), Double.NaN, random)).isInstanceOf(UsageException.class);
    }

    /** Two values to a row, all different and increasing. */
    private static Samples numbered(int rows) {
        float[] values = new float[rows * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Samples(values, Shape.of(rows, 2));
    }
}
