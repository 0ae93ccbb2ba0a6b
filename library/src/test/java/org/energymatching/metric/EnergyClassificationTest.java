package org.energymatching.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.condition.Condition;
import org.energymatching.condition.Conditions;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EnergyClassificationTest {

    private static final Conditions SIDES = new Conditions(List.of(
            new Condition.Continuous("height", 0, 1), new Condition.Categorical("side", List.of("left", "right"))));

    /** V(x | c) = ½ (x - m_c)², m = ∓1: the lowest is the nearer, right with probability Φ(1) = .841. */
    private record Sides(Tensor centre) implements Potential {

        @Override
        public Tensor energy(Tensor x) {
            return x.minus(centre).square().sumPerRow().times(0.5);
        }

        @Override
        public Potential given(Tensor condition) {
            return new Sides(condition.slice(1, 3, 4).minus(condition.slice(1, 2, 3)));
        }

        @Override
        public Potential rows(long from, long to) {
            return new Sides(centre.rows(from, to));
        }
    }

    @Test
    void gaussiansOfTwoClassesAreToldApartAsOftenAsBayesDoes() {
        int n = 4000;
        Samples z = StandardNormal.of(1).sample(n, Rng.of(7));
        float[] x = z.values().clone();
        float[] given = new float[n * SIDES.width()];
        for (int i = 0; i < n; i++) {
            boolean right = i % 4 == 0;
            x[i] += right ? 1 : -1;
            float[] row = i % 10 == 9
                    ? SIDES.encode(Map.of("height", "2"))
                    : SIDES.encode(Map.of("height", "2", "side", right ? "right" : "left"));
            System.arraycopy(row, 0, given, i * row.length, row.length);
        }
        Samples rows = new Samples(x, Shape.of(n, 1)).given(new Samples(given, Shape.of(n, SIDES.width())));
        List<EnergyClassification> found =
                EnergyClassification.of(new Sides(Tensor.of(new float[1], Shape.of(1, 1))), SIDES, rows);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).condition()).isEqualTo("side");
        assertThat(found.get(0).rows()).isEqualTo(3600);
        assertThat(found.get(0).accuracy()).isCloseTo(0.8413, within(0.02));
        assertThat(found.get(0).mostFrequent()).isCloseTo(0.75, within(0.04));
    }

    @Test
    void rowsWithoutConditionsAreNotClassified() {
        Potential flat = Tensor::sumPerRow;
        assertThat(EnergyClassification.of(flat, SIDES, StandardNormal.of(1).sample(5, Rng.of(1))))
                .isEmpty();
    }
}
