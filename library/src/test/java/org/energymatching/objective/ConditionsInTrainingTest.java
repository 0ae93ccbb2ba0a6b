package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.coupling.Pairing;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.ExpectationMaximisation;
import org.energymatching.density.GaussianMixture;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Positives, negatives, chains and kept chains are all evaluated under conditions, each row under its own. */
class ConditionsInTrainingTest {

    private static final int ROWS = 12;

    /**
     * V(x | c) = ½ |x - m(c)|² with m(c) = (10, 0) or (-10, 0), which refuses to be evaluated without a condition, and notes by
     * how far the rows that it meets are from their own centre.
     */
    private record Wells(Optional<Tensor> condition, List<Float> distances) implements Potential {

        @Override
        public Potential given(Tensor given) {
            return new Wells(Optional.of(given), distances);
        }

        @Override
        public Potential rows(long from, long to) {
            return new Wells(condition.map(c -> c.rows(from, to)), distances);
        }

        @Override
        public Tensor energy(Tensor x) {
            Tensor c = condition.orElseThrow(() -> new AssertionError("evaluated without a condition"));
            assertThat(c.shape().at(0)).isEqualTo(x.shape().at(0));
            Tensor centre = c.matmul(Tensor.of(new float[] {10, 0, -10, 0}, Shape.of(2, 2)));
            Tensor squared = x.minus(centre).square().sumPerRow();
            for (float distance : squared.detach().floats()) {
                distances.add((float) Math.sqrt(distance));
            }
            return squared.times(0.5);
        }
    }

    static Stream<Objective> objectives() {
        TemperatureSchedule warm = TemperatureSchedule.constant(0.1);
        Interpolant path = Interpolant.straight(0.1);
        GaussianMixture mixture = ExpectationMaximisation.fit(
                        StandardNormal.of(2).sample(200, Rng.of(1)), 1, Rng.of(2))
                .mixture();
        return Stream.of(
                new FlowMatching(Coupling.exactOt(), path, FlowWeight.none()),
                new FlowMatching(Coupling.exactOt(), path, FlowWeight.none())
                        .where(EnergyWeight.awayFromData(0.1, 1, 1)),
                new EquilibriumMatching(Decay.linear()),
                new DenoisingScoreMatching(0.1, 0.1),
                ScoreMatching.exact(0.1),
                ScoreMatching.sliced(0.1, 1),
                new EnergyDiscrepancy(0.1, 0.5, 3, 1),
                NoiseContrastiveEstimation.around(0.1, mixture, 2),
                ContrastiveDivergence.with(1, Negatives.langevin(warm, 3, 0.1).halfFromData()),
                new PersistentContrastiveDivergence(0.1, 0.1, warm, 20, 6, 2, 0.1, 10),
                new TransportEndpointLoss(warm, new TimeGrid(0.3, 0.1), 8),
                new StationarityLoss(0.1, new TimeGrid(0.3, 0.1), 8, 20, 10));
    }

    private static Batch batch() {
        float[] data = new float[2 * ROWS];
        float[] conditions = new float[2 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            data[2 * i] = i % 3 == 0 ? 10 : -10;
            conditions[2 * i + (i % 3 == 0 ? 0 : 1)] = 1;
        }
        return Batch.of(
                StandardNormal.of(2).sample(ROWS, Rng.of(3)),
                new Samples(data, Shape.of(ROWS, 2)).given(new Samples(conditions, Shape.of(ROWS, 2))),
                Device.cpu());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void everyEvaluationIsConditioned(Objective objective) {
        List<Float> distances = new ArrayList<>();
        Potential wells = new Wells(Optional.empty(), distances);
        try (Scope scope = Scope.open()) {
            Loss first = objective.prepare(wells, pass -> batch(), Rng.of(4));
            assertThat(first.evaluate(wells).total()).isFinite();
            Map<String, Tensor> kept = first.kept();
            Loss second = objective.prepare(
                    wells,
                    new Batches() {
                        @Override
                        public Batch of(String pass) {
                            return batch();
                        }

                        @Override
                        public Optional<Tensor> kept(String name) {
                            return Optional.ofNullable(kept.get(name));
                        }
                    },
                    Rng.of(5));
            assertThat(second.evaluate(wells).total()).isFinite();
            assertThat(second.kept().keySet()).isEqualTo(kept.keySet());
        }
        // From the source, rows are about 10 away from their centre and get nearer, and noise is wide; none is 20 away,
        // at the other centre.
        assertThat(distances)
                .isNotEmpty()
                .allSatisfy(distance -> assertThat(distance).isLessThan(18));
    }

    /** Rows of a class come from all of the source, and no pair joins two classes while its own has rows left. */
    @Test
    void pairsStayWithinAClass() {
        Batch batch = batch();
        List<float[]> asked = new ArrayList<>();
        Coupling recorded = (source, data, rng) -> {
            Pairing pairs = Coupling.exactOt().couple(source, data, rng);
            for (int i = 0; i < ROWS; i++) {
                asked.add(Arrays.copyOfRange(source.row(pairs.rows()[i]), 2, 4));
                assertThat(Arrays.copyOfRange(source.row(pairs.rows()[i]), 2, 4))
                        .isEqualTo(Arrays.copyOfRange(data.row(i), 2, 4));
            }
            return pairs;
        };
        new FlowMatching(recorded, Interpolant.straight(0), FlowWeight.none())
                .evaluate(new Wells(Optional.empty(), new ArrayList<>()), pass -> batch, Rng.of(1));
        assertThat(asked).hasSize(ROWS);
    }
}
