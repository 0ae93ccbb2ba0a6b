package org.energymatching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 2", "5, 7", "10, 10", "17, 4", "64, 64", "100, 128", "1000, 128"})
    void everyPassTakesEachRowOnceInANewOrder(int rows, int batchSize) {
        Dataset numbered = numbered(rows);
        List<Integer> seen = new ArrayList<>();
        for (int step = 0; seen.size() < 3 * rows; step++) {
            Samples batch = numbered.batch(step, batchSize, Rng.of(5));
            assertThat(batch.shape()).isEqualTo(Shape.of(batchSize, 2));
            for (int i = 0; i < batchSize; i++) {
                assertThat(batch.row(i)[1]).isEqualTo(-batch.row(i)[0]);
                seen.add((int) batch.row(i)[0]);
            }
        }
        List<List<Integer>> passes = IntStream.range(0, 3)
                .mapToObj(pass -> seen.subList(pass * rows, (pass + 1) * rows))
                .toList();
        assertThat(passes)
                .allSatisfy(pass -> assertThat(pass)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, rows).boxed().toList()));
        if (rows > 5) {
            assertThat(new HashSet<>(passes)).hasSize(3);
        }
    }

    /** Over many seeds, each of five rows comes at each place about equally often. */
    @Test
    void ordersAreRandom() {
        int n = 5_000;
        double[][] places = new double[5][5];
        for (int seed = 0; seed < n; seed++) {
            Samples pass = numbered(5).batch(0, 5, Rng.of(seed));
            for (int place = 0; place < 5; place++) {
                places[(int) pass.row(place)[0]][place] += 1.0 / n;
            }
        }
        double[] even = {0.2, 0.2, 0.2, 0.2, 0.2};
        for (double[] row : places) {
            assertThat(row).containsExactly(even, within(4 * Math.sqrt(0.16 / n)));
        }
    }

    @Test
    void aDrawTakesAnyRow() {
        Samples drawn = numbered(4).sample(4_000, Rng.of(2));
        double[] share = new double[4];
        for (int i = 0; i < drawn.rows(); i++) {
            share[(int) drawn.row(i)[0]] += 1.0 / drawn.rows();
        }
        assertThat(share).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(4 * Math.sqrt(0.1875 / 4_000)));
    }

    @Test
    void aDatasetHasRows() {
        assertThatThrownBy(() -> new Dataset(new Samples(new float[0], Shape.of(0, 2))))
                .isInstanceOf(DataException.class);
    }

    private static Dataset numbered(int rows) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            values[2 * i] = i;
            values[2 * i + 1] = -i;
        }
        return new Dataset(new Samples(values, Shape.of(rows, 2)));
    }
}
