package org.energymatching.metric.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.energymatching.metric.table.MixedTables.levels;
import static org.energymatching.metric.table.MixedTables.number;
import static org.energymatching.metric.table.MixedTables.rows;
import static org.energymatching.metric.table.MixedTables.schema;

import java.util.Arrays;
import java.util.List;
import org.energymatching.data.schema.Schema;
import org.energymatching.tensor.Rng;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;

class NearestRecordTest {

    private static final Schema BOTH = schema(number(), levels("a", "b"));

    @Test
    void agreesWithDistancesByHand() {
        List<String[]> training = rows("0 a", "10 b", "4 .");
        List<String[]> heldOut = rows("6 a", "10.0 b", ". a");
        assertThat(NearestRecord.between(BOTH, training, heldOut, rows("1 a"), Rng.of(1)))
                .isEqualTo(new NearestRecord(1, 0.05, 0.25, 0, 1.0 / 3)); // .1 / 2 and .5 / 2
        assertThat(NearestRecord.between(BOTH, training, heldOut, rows(". a", "4 .", "10 b"), Rng.of(1)))
                .isEqualTo(new NearestRecord(0.5, 0, 0, 2.0 / 3, 1.0 / 3)); // ½ and 0, 0 and .6, a tie at 0
    }

    @Test
    void copiesAreNearAndFreshRowsAreNot() {
        Seeds.check(3, random -> {
            List<String[]> training = MixedTables.mixed(2000, random);
            List<String[]> heldOut = MixedTables.mixed(1500, random);
            NearestRecord fresh = NearestRecord.between(
                    MixedTables.MIXED, training, heldOut, MixedTables.mixed(2000, random), Rng.of(1));
            assertThat(fresh.nearerToTraining()).isCloseTo(0.5, within(0.05));
            assertThat(fresh.copies()).isZero();
            NearestRecord copied = NearestRecord.between(MixedTables.MIXED, training, heldOut, training, Rng.of(1));
            assertThat(copied.copies()).isEqualTo(1);
            assertThat(copied.copiesHeldOut()).isZero();
            assertThat(copied.nearerToTraining()).isGreaterThan(0.85); // 1500 of 2000 are among those compared with
        });
    }

    /** Σ_j over all pairs, in the order of the definition; few enough rows that none is left out. */
    @Test
    void agreesWithAllPairs() {
        Seeds.check(5, random -> {
            List<String[]> training = MixedTables.mixed(150, random);
            List<String[]> heldOut = MixedTables.mixed(150, random);
            List<String[]> synthetic = MixedTables.mixed(101, random);
            NearestRecord found = NearestRecord.between(MixedTables.MIXED, training, heldOut, synthetic, Rng.of(1));
            double[] ranges = {range(training, 0), range(training, 1)};
            double nearer = 0;
            double[] near = new double[101];
            for (int i = 0; i < near.length; i++) {
                near[i] = nearest(synthetic.get(i), training, ranges);
                double far = nearest(synthetic.get(i), heldOut, ranges);
                nearer += near[i] < far ? 1 : near[i] > far ? 0 : 0.5;
            }
            Arrays.sort(near);
            assertThat(found.nearerToTraining()).isCloseTo(nearer / 101, within(1e-12));
            assertThat(found.toTraining()).isCloseTo(near[50], within(1e-12));
        });
    }

    private static double range(List<String[]> rows, int j) {
        var numbers = rows.stream().filter(row -> !row[j].isEmpty()).mapToDouble(row -> Double.parseDouble(row[j]));
        var summary = numbers.summaryStatistics();
        return summary.getMax() - summary.getMin();
    }

    private static double nearest(String[] row, List<String[]> others, double[] ranges) {
        return others.stream()
                .mapToDouble(other -> {
                    double sum = 0;
                    for (int j = 0; j < 4; j++) {
                        boolean either = row[j].isEmpty() || other[j].isEmpty();
                        sum += j > 1 || either
                                ? (row[j].equals(other[j]) ? 0 : 1)
                                : Math.abs(Double.parseDouble(row[j]) - Double.parseDouble(other[j])) / ranges[j];
                    }
                    return sum / 4;
                })
                .min()
                .orElseThrow();
    }
}
