package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.coupling.Pairing;
import org.energymatching.interpolant.Course;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.interpolant.TimeDistribution;
import org.energymatching.schedule.Decay;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class FlowMatchingTest {

    static final List<FlowWeight> WEIGHTS = List.of(
            FlowWeight.cutoff(0.2),
            FlowWeight.power(2),
            FlowWeight.sine(),
            FlowWeight.cutoff(0.2).times(FlowWeight.minSnr(5)));

    private static final Batch BATCH = Batch.of(
            Samples.of(new float[][] {{0, 0}, {1, 2}, {-1, 3}}),
            Samples.of(new float[][] {{4, 8}, {2, 0}, {3, 3}}),
            Device.cpu());

    /** V(x) = a·x has the drift -a everywhere, so the loss is the mean of (-a - (x₁ - x₀))², whatever the path. */
    @Test
    void aLinearPotentialHasALossThatCanBeAddedUpByHand() {
        Potential linear =
                x -> x.times(Tensor.of(new float[] {1, -2}, Shape.of(1, 2))).sumPerRow();
        FlowMatching flow = new FlowMatching(Coupling.independent(), Interpolant.straight(0.3), FlowWeight.none());
        LossReport report = flow.evaluate(linear, pass -> BATCH, Rng.of(1));
        // Velocities (4, 8), (1, -2), (4, 0); the drift is (-1, 2).
        double expected = (25 + 36 + 4 + 16 + 25 + 4) / 6.0;
        assertThat(report.total()).isCloseTo(expected, within(1e-5));
        assertThat(report.parts()).containsOnlyKeys("flow").containsEntry("flow", report.total());
    }

    /** The same with pairs that count 2, 0 and 1 times: rows of 61, 20 and 29. */
    @Test
    void pairsCountAsTheCouplingSays() {
        Potential linear =
                x -> x.times(Tensor.of(new float[] {1, -2}, Shape.of(1, 2))).sumPerRow();
        Coupling weighted = (source, data, rng) -> new Pairing(new int[] {0, 1, 2}, new double[] {2, 0, 1});
        Interpolant straight = Interpolant.straight(0.3);
        assertThat(new FlowMatching(weighted, straight, FlowWeight.none())
                        .evaluate(linear, pass -> BATCH, Rng.of(1))
                        .total())
                .isCloseTo((2 * 61 + 29) / 6.0, within(1e-5));
        assertThat(new EquilibriumMatching(weighted, straight, Decay.constant(), 0)
                        .evaluate(linear, pass -> BATCH, Rng.of(1))
                        .total())
                .isCloseTo((2 * 61 + 29) / 6.0, within(1e-5));
    }

    @ParameterizedTest
    @FieldSource("WEIGHTS")
    void theWeightFollowsTheTimeOfEachRow(FlowWeight weight) {
        List<PathSample> paths = new ArrayList<>();
        Interpolant recorded = (source, data, rng) -> {
            PathSample path = Interpolant.straight(0.1).sample(source, data, rng);
            paths.add(path);
            return path;
        };
        Quadratic quadratic = Quadratic.diagonal(2, 0.5f);
        double loss = new FlowMatching(Coupling.independent(), recorded, weight)
                .evaluate(quadratic, pass -> BATCH, Rng.of(3))
                .total();
        PathSample path = paths.get(0);
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            float[] x = path.position().at(i).floats();
            float[] u = path.velocity().at(i).floats();
            double squares = Math.pow(-2 * x[0] - u[0], 2) + Math.pow(-0.5 * x[1] - u[1], 2);
            expected += weight.at(path.times()[i]) * squares / 6;
        }
        assertThat(loss).isCloseTo(expected, within(1e-4));
    }

    /**
     * On the cosine path from 0 to 1 the velocity is ½π cos(½πt). A constant drift fits its mean, 1, and under w = 1 - t its
     * weighted mean, ∫(1 - t) ½π cos(½πt) dt / ½ = 4/π: a weight moves the minimum of a V that has no time.
     */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1.2732395"})
    void aWeightMovesTheMinimumToTheWeightedMeanOfVelocities(double exponent, double expected) {
        long seed = 4;
        int rows = 50_000;
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        Batch pairs = Batch.of(
                new Samples(new float[rows], Shape.of(rows, 1)), new Samples(ones, Shape.of(rows, 1)), Device.cpu());
        Interpolant cosine = Interpolant.along(Course.COSINE, TimeDistribution.uniform(), 0);
        FlowWeight weight = FlowWeight.power(exponent);
        for (Objective objective : List.of(
                new FlowMatching(Coupling.independent(), cosine, weight),
                new EquilibriumMatching(Coupling.independent(), cosine, Decay.constant(), 0, weight))) {
            double[] losses = new double[3];
            for (int i = 0; i < 3; i++) {
                double slope = -0.5 * (i + 1);
                losses[i] = objective
                        .evaluate(x -> x.sumPerRow().times(slope), pass -> pairs, Rng.of(seed))
                        .total();
            }
            double lowest = 1 + 0.25 * (losses[0] - losses[2]) / (losses[0] - 2 * losses[1] + losses[2]);
            assertThat(lowest).as("seed %d", seed).isCloseTo(expected, within(0.01));
        }
    }

    @Test
    void aPotentialWhoseSlopeIsTheVelocityHasNoLoss() {
        Batch parallel = Batch.of(
                Samples.of(new float[][] {{0, 0}, {1, 2}}), Samples.of(new float[][] {{3, -1}, {4, 1}}), Device.cpu());
        Potential slope =
                x -> x.times(Tensor.of(new float[] {-3, 1}, Shape.of(1, 2))).sumPerRow();
        assertThat(new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.none())
                        .evaluate(slope, pass -> parallel, Rng.of(1))
                        .total())
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void theLossIsTheSameInOnePieceAndInMany() {
        Quadratic quadratic = Quadratic.tilted(2, 0.5, 1);
        Loss loss = new FlowMatching(Coupling.exactOt(), Interpolant.straight(0.1), FlowWeight.cutoff(0.5))
                .prepare(quadratic, pass -> BATCH, Rng.of(3));
        Term term = loss.terms().get(0);
        double pieces =
                term.sum(quadratic, 0, 1).item() + term.sum(quadratic, 1, 3).item();
        assertThat(term.rows()).isEqualTo(3);
        assertThat(pieces).isCloseTo(loss.evaluate(quadratic).total(), within(1e-5));
    }

    @Test
    void weightsAndSumsOfObjectivesActOnTheirLosses() {
        Quadratic quadratic = Quadratic.diagonal(1, 1);
        Objective flow = new FlowMatching(Coupling.independent(), Interpolant.straight(0), FlowWeight.none());
        Negatives away = (potential, batch, rng) ->
                Samples.of(new float[][] {{1, 0}, {0, 1}, {1, 1}}).tensor(batch.device());
        Objective contrast = ContrastiveDivergence.with(1, away);
        double flowLoss = flow.evaluate(quadratic, pass -> BATCH, Rng.of(1)).total();
        double contrastLoss =
                contrast.evaluate(quadratic, pass -> BATCH, Rng.of(1)).total();
        LossReport both = flow.times(0.5).plus(contrast.times(3)).evaluate(quadratic, pass -> BATCH, Rng.of(1));
        assertThat(both.parts().keySet()).containsExactlyInAnyOrder("flow", "contrast");
        assertThat(both.total()).isCloseTo(0.5 * flowLoss + 3 * contrastLoss, within(1e-4));
        assertThat(both.measured()).containsKeys("positiveEnergy", "negativeEnergy");
    }
}
