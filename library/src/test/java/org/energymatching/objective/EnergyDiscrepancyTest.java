package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.schedule.LearningRate;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.training.RunDirectory;
import org.energymatching.training.Trainer;
import org.energymatching.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyDiscrepancyTest {

    private static final double EPSILON = 0.4;
    private static final long SEED = 3;

    @TempDir
    private Path folder = Path.of("");

    /** Of normal data whose mean square is 1 exactly. */
    private static double loss(EnergyDiscrepancy objective, Potential potential, int rows) {
        float[] x = StandardNormal.of(1).sample(rows, Rng.of(SEED)).values().clone();
        double squares = 0;
        for (float each : x) {
            squares += (double) each * each / rows;
        }
        for (int i = 0; i < rows; i++) {
            x[i] /= (float) Math.sqrt(squares);
        }
        Samples data = new Samples(x, Shape.of(rows, 1));
        return objective
                .evaluate(potential, pass -> Batch.of(data, data, Device.cpu()), Rng.of(SEED + 1))
                .total();
    }

    private static Potential quadratic(double a) {
        return x -> x.square().sumPerRow().times(EPSILON * a / 2);
    }

    /** Of V/ε = ½ a x², normal data, M → ∞ and w = 0: ½a - ½ log(1 + at) - ½ a (1 + t) / (1 + at). */
    private static double closedForm(double a, double t) {
        return a / 2 - Math.log1p(a * t) / 2 - a * (1 + t) / (2 * (1 + a * t));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "1, 0.5", "2, 0.5", "0.5, 2", "1, 2", "2, 2"})
    void ofGaussiansItIsItsClosedForm(double a, double sigma) {
        double found = loss(new EnergyDiscrepancy(EPSILON, sigma, 500, 0), quadratic(a), 5000);
        assertThat(found).as("seed %d", SEED).isCloseTo(closedForm(a, sigma * sigma), within(0.02));
    }

    /** For σ → 0, L/σ² tends to d/(2ε²) times the loss of score matching: ½a² - a here. */
    @ParameterizedTest
    @CsvSource({"0.5", "1", "1.5"})
    void nearTheDataItIsScoreMatching(double a) {
        double sigma = 0.1;
        double found = loss(new EnergyDiscrepancy(EPSILON, sigma, 20, 0), quadratic(a), 100_000) / (sigma * sigma);
        // The part of first order in σ has the mean zero; its deviation is a / (σ √rows).
        assertThat(found)
                .as("seed %d", SEED)
                .isCloseTo(a * a / 2 - a, within(0.03 + 4 * a / (sigma * Math.sqrt(100_000))));
    }

    /** Far from the data, differences of losses are those of the negative log-likelihood, ½ a - ½ log a. */
    @Test
    void farFromTheDataItIsMaximumLikelihood() {
        EnergyDiscrepancy far = new EnergyDiscrepancy(EPSILON, 4, 2000, 0);
        double difference = loss(far, quadratic(2), 1000) - loss(far, quadratic(0.5), 1000);
        assertThat(difference).as("seed %d", SEED).isCloseTo(0.75 - Math.log(4) / 2, within(0.03));
    }

    /** With one point and w = 1 the loss is E log(1 + exp(U(x) - U(x + √2 σ z))): here by quadrature, for a double well. */
    @Test
    void aSinglePointAgreesWithQuadrature() {
        double sigma = 0.6;
        DoubleUnaryOperator u = x -> 0.5 * (x * x - 1) * (x * x - 1);
        Potential wells = x -> x.square().minus(1).square().sumPerRow().times(EPSILON / 2);
        double expected = 0;
        double step = 0.05;
        for (double x = -6; x <= 6; x += step) {
            for (double z = -6; z <= 6; z += step) {
                double density = Math.exp(-(x * x + z * z) / 2) / (2 * Math.PI) * step * step;
                double gap = u.applyAsDouble(x) - u.applyAsDouble(x + Math.sqrt(2) * sigma * z);
                expected += density * (Math.max(gap, 0) + Math.log1p(Math.exp(-Math.abs(gap))));
            }
        }
        double found = loss(new EnergyDiscrepancy(EPSILON, sigma, 1, 1), wells, 200_000);
        assertThat(found).as("seed %d", SEED).isCloseTo(expected, within(0.02 * expected));
    }

    /** Two modes of weights .7 and .3: the KL divergence of what is learnt, by quadrature. */
    @Test
    void trainingFindsTheWeightsAndWidthsOfModes() {
        GaussianMixture even = GaussianMixture.round(new double[][] {{-1.5}, {1.5}}, 0.5);
        GaussianMixture data = new GaussianMixture(new double[] {0.7, 0.3}, even.components());
        TrainingPlan plan = TrainingPlan.builder()
                .network(Mlp.of(1, 32, 32))
                .from(StandardNormal.of(1))
                .to(data)
                .batchSize(128)
                .shardRows(128)
                .learningRate(LearningRate.cosine(1e-2).warmedUpOver(20))
                .seed(SEED)
                .phase("only", 300, new EnergyDiscrepancy(EPSILON, 1.5, 8, 1))
                .build();
        Potential learnt = Trainer.of(plan, new RunDirectory(folder)).fit().potential();
        int nodes = 801;
        double step = 10.0 / (nodes - 1);
        float[] x = new float[nodes];
        for (int i = 0; i < nodes; i++) {
            x[i] = (float) (-5 + i * step);
        }
        Samples grid = new Samples(x, Shape.of(nodes, 1));
        double[] energies = learnt.energies(grid);
        double[] truth = data.logDensities(grid);
        double z = 0;
        for (double energy : energies) {
            z += Math.exp(-energy / EPSILON) * step;
        }
        double divergence = 0;
        for (int i = 0; i < nodes; i++) {
            divergence += Math.exp(truth[i]) * (truth[i] + energies[i] / EPSILON + Math.log(z)) * step;
        }
        assertThat(divergence).as("seed %d", SEED).isBetween(0.0, 0.02);
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new EnergyDiscrepancy(0, 1, 1, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new EnergyDiscrepancy(1, 0, 1, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new EnergyDiscrepancy(1, 1, 0, 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new EnergyDiscrepancy(1, 1, 1, -1)).isInstanceOf(UsageException.class);
    }
}
