package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of mini-batches, and objectives on them. */
class BatchesTest {

    private static final Batch BATCH = Batch.of(
            Samples.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}),
            Samples.of(new float[][] {{7}, {8}, {12}}),
            Device.cpu());
    private static final Samples ROWS = Samples.of(new float[][] {{1}, {2}, {3}, {4}});
    private static final Tensor KEPT = ROWS.tensor(Device.cpu());
    private static final Tensor ONE = Tensor.of(1f);

    /** Knows what it was asked for. */
    private static final class Asked implements Batches {
        private final List<String> passes = new ArrayList<>();

        @Override
        public Batch of(String pass) {
            passes.add(pass);
            return BATCH;
        }

        @Override
        public Optional<Tensor> kept(String name) {
            return name.equals("mine") ? Optional.of(KEPT) : Optional.empty();
        }
    }

    @Test
    void aBatchHasItsFirstRowsInBothParts() {
        Batch two = BATCH.first(2);
        assertThat(two.sourceValues().values()).containsExactly(1, 2, 3, 4);
        assertThat(two.source().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(two.data().floats()).containsExactly(7, 8);
        assertThat(two.data().shape()).isEqualTo(Shape.of(2, 1));
    }

    @Test
    void whereThereAreNoMoreRowsItIsTheWholeBatch() {
        for (int rows : new int[] {3, 4, Integer.MAX_VALUE}) {
            assertThat(BATCH.first(rows).source().floats()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(BATCH.first(rows).dataValues().values()).containsExactly(7, 8, 12);
        }
    }

    @Test
    void eachPassIsCutAndWhatWasKeptIsWhole() {
        Asked whole = new Asked();
        Batches part = whole.first(1);
        assertThat(part.of("flow").data().floats()).containsExactly(7);
        assertThat(part.of("contrast").source().floats()).containsExactly(1, 2);
        assertThat(whole.passes).containsExactly("flow", "contrast");
        assertThat(part.kept("mine")).containsSame(KEPT);
        assertThat(part.kept("another's")).isEmpty();
    }

    @Test
    void nothingIsKeptUnlessSaid() {
        Batches plain = pass -> BATCH;
        assertThat(plain.kept("mine")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void noRowsAreNoBatch(int rows) {
        assertThatThrownBy(() -> BATCH.first(rows))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The first " + rows + " rows");
    }

    /** V(x) = x: the mean energy of 7, 8 is 7.5, and of all three 9; the negatives are as many as the data. */
    @Test
    void anObjectiveOnFewerRowsSeesTheFirstAlone() {
        Negatives counted = (potential, batch, rng) -> {
            float[] rows = new float[batch.dataValues().rows()];
            rows[0] = rng.nextInt(1000);
            return Tensor.of(rows, Shape.of(rows.length, 1));
        };
        Objective contrast = ContrastiveDivergence.with(1, counted);
        Loss whole = contrast.prepare(Tensor::sumPerRow, pass -> BATCH, Rng.of(5));
        Loss part = contrast.onRows(2).prepare(Tensor::sumPerRow, pass -> BATCH, Rng.of(5));
        assertThat(whole.measured().getOrDefault("positiveEnergy", Double.NaN)).isCloseTo(9, within(1e-6));
        assertThat(part.measured().getOrDefault("positiveEnergy", Double.NaN)).isCloseTo(7.5, within(1e-6));
        double three = 3 * whole.measured().getOrDefault("negativeEnergy", Double.NaN);
        double two = 2 * part.measured().getOrDefault("negativeEnergy", Double.NaN);
        assertThat(two).isCloseTo(three, within(1e-3)); // the same number was drawn
        assertThat(two).isPositive();
        assertThat(part.terms().get(0).rows()).isEqualTo(4);
        assertThat(whole.terms().get(0).rows()).isEqualTo(6);
    }

    @Test
    void theOtherObjectivesOfASumKeepAllRowsAndBothLossesKeepTheirs() {
        Objective counting = (potential, batches, rng) -> {
            Batch batch = batches.of("counting");
            String name = "rows" + batch.dataValues().rows();
            return new Loss(
                    List.of(),
                    Map.of(name, ONE),
                    Map.of(name, batches.kept("mine").orElseThrow()));
        };
        // Of another class, and so of a kind of its own.
        Objective other = (potential, batches, rng) -> counting.prepare(potential, batches, rng);
        Loss sum = counting.plus(other.onRows(2).times(3)).prepare(Tensor::sumPerRow, new Asked(), Rng.of(1));
        assertThat(sum.measured()).containsOnlyKeys("rows3", "rows2");
        assertThat(sum.kept()).containsOnlyKeys("rows3", "rows2").containsValue(KEPT);
    }

    @Test
    void twoObjectivesOfOneKindHaveDrawsAndNamesOfTheirOwn() {
        List<String> asked = new ArrayList<>();
        List<Double> drawn = new ArrayList<>();
        Objective drawing = (potential, batches, rng) -> {
            batches.of("pass");
            drawn.add(rng.stream("draws").nextDouble());
            return new Loss(List.of(), Map.of("seen", ONE), Map.of("kept", KEPT));
        };
        Batches counting = pass -> {
            asked.add(pass);
            return Batch.of(ROWS, ROWS, Device.cpu());
        };
        Loss sum = drawing.plus(drawing.times(2)).plus(drawing).prepare(Tensor::sumPerRow, counting, Rng.of(1));
        assertThat(asked).containsExactly("pass", "pass 2", "pass 3");
        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(sum.measured()).containsOnlyKeys("seen", "seen 2", "seen 3");
        assertThat(sum.kept()).containsOnlyKeys("kept", "kept 2", "kept 3");
    }

    @Test
    void whatTheLaterLossKeepsUnderANameIsTheNewest() {
        Loss earlier = new Loss(List.of(), Map.of(), Map.of("mine", KEPT, "other", KEPT));
        Tensor newer = KEPT.rows(0, 2);
        Loss both = earlier.plus(new Loss(List.of(), Map.of(), Map.of("mine", newer)));
        assertThat(both.kept().get("mine")).isSameAs(newer);
        assertThat(both.kept().get("other")).isSameAs(KEPT);
        assertThat(new Loss(List.of(), Map.of()).kept()).isEmpty();
    }
}
