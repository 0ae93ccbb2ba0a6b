package org.energymatching.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;
import org.junit.jupiter.api.Test;

/** What the objectives of the density have as their minimum, where it can be written down. */
class DensityObjectivesTest {

    private static final double EPSILON = 0.2;

    /** Two modes at ±3 of deviation ½; the share of the left one is w. */
    private static GaussianMixture modes(double w) {
        GaussianMixture even = GaussianMixture.round(new double[][] {{-3}, {3}}, 0.5);
        return new GaussianMixture(new double[] {w, 1 - w}, even.components());
    }

    /** -ε log(w N(x; -3, ¼) + (1 - w) N(x; 3, ¼)) up to a constant, w = σ(θ). */
    private static Potential energyOf(Tensor theta) {
        return x -> Tensor.stack(List.of(
                        theta.minus(x.plus(3).square().times(2).reshape(-1)),
                        x.minus(3).square().times(-2).reshape(-1)))
                .logSumExp(0)
                .times(-EPSILON);
    }

    private static double slope(Loss loss, double theta) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(Tensor.of((float) theta));
            Tensor sum = Tensor.of(0f);
            for (Term term : loss.terms()) {
                sum = sum.plus(term.sum(energyOf(leaf), 0, term.rows()));
            }
            return Autodiff.gradient(sum.sum(), leaf).item();
        }
    }

    private static Potential at(double theta) {
        return x -> energyOf(Tensor.of((float) theta)).energy(x);
    }

    /** p * N(0, σ²) of a Gaussian is a Gaussian; the loss is a parabola in its stiffness, whose lowest point is known. */
    @Test
    void scoreMatchingFindsTheSmoothedDensity() {
        long seed = 11;
        double deviation = 1.5;
        double sigma = 0.5;
        Samples data = GaussianMixture.round(new double[][] {{0, 0}}, deviation).sample(20_000, Rng.of(seed));
        DenoisingScoreMatching score = new DenoisingScoreMatching(EPSILON, sigma);
        double[] losses = new double[3];
        double middle = EPSILON / (deviation * deviation + sigma * sigma);
        for (int i = 0; i < 3; i++) {
            double stiffness = middle * (0.5 + 0.5 * i);
            Potential quadratic = x -> x.square().sumPerRow().times(0.5 * stiffness);
            losses[i] = score.evaluate(quadratic, pass -> Batch.of(data, data, Device.cpu()), Rng.of(seed))
                    .total();
        }
        double lowest = middle * (1 + 0.5 * 0.5 * (losses[0] - losses[2]) / (losses[0] - 2 * losses[1] + losses[2]));
        assertThat(lowest).as("seed %d", seed).isCloseTo(middle, within(0.03 * middle));
    }

    /** Slopes cannot weigh modes that nothing joins; the contrast with noise does, and knows log Z too. */
    @Test
    void noiseContrastWeighsModesThatAreFarApart() {
        long seed = 5;
        Samples data = modes(0.8).sample(20_000, Rng.of(seed));
        Batches batches = pass -> Batch.of(data, data, Device.cpu());
        NoiseContrastiveEstimation contrast =
                new NoiseContrastiveEstimation(EPSILON, modes(0.5).widened(4), 2);
        double truth = Math.log(0.8 / 0.2);
        Loss right = contrast.prepare(at(truth), batches, Rng.of(seed));
        assertThat(slope(right, truth)).as("seed %d", seed).isCloseTo(0, within(0.004));
        assertThat(slope(contrast.prepare(at(0), batches, Rng.of(seed)), 0)).isNegative();
        assertThat(slope(contrast.prepare(at(2 * truth), batches, Rng.of(seed)), 2 * truth))
                .isPositive();
        double weightsAndWidth = (Math.exp(truth) + 1) * Math.sqrt(2 * Math.PI) * 0.5;
        assertThat(right.measured().getOrDefault("logZ", Double.NaN))
                .as("seed %d", seed)
                .isCloseTo(Math.log(weightsAndWidth), within(0.03));

        Samples few = data.slice(0, 500);
        DenoisingScoreMatching score = new DenoisingScoreMatching(EPSILON, 0.1);
        Loss blind = score.prepare(at(0), pass -> Batch.of(few, few, Device.cpu()), Rng.of(seed));
        assertThat(Math.abs(slope(blind, 0))).isLessThan(1e-3);
    }

    @Test
    void noiseContrastIsTheLogisticLossAtTheLogZThatBalancesIt() {
        Samples data = Samples.of(new float[][] {{-3}, {2.5f}});
        GaussianMixture noise = modes(0.3);
        NoiseContrastiveEstimation contrast = new NoiseContrastiveEstimation(EPSILON, noise, 1);
        Potential potential = at(0.7);
        Loss loss = contrast.prepare(potential, pass -> Batch.of(data, data, Device.cpu()), Rng.of(1));
        Samples drawn = noise.sample(2, Rng.of(1).stream("noise"));
        double logZ = loss.measured().getOrDefault("logZ", Double.NaN);
        double expected = 0;
        double balance = 0;
        for (boolean ofData : new boolean[] {true, false}) {
            Samples points = ofData ? data : drawn;
            double[] energies = potential.energies(points);
            double[] q = noise.logDensities(points);
            for (int i = 0; i < 2; i++) {
                double logit = -energies[i] / EPSILON - q[i] - logZ;
                expected += Math.log1p(Math.exp(ofData ? -logit : logit)) / 2;
                balance += (ofData ? 1 : 0) - 1 / (1 + Math.exp(-logit));
            }
        }
        assertThat(loss.evaluate(potential).total()).isCloseTo(expected, within(1e-4));
        assertThat(balance).isCloseTo(0, within(1e-9));
    }

    @Test
    void theGateIsShutAmongDataAndOpenFarAway() {
        Potential quadratic = x -> x.square().sumPerRow();
        Samples data = Samples.of(new float[][] {{0.1f}, {-0.1f}}); // mean energy .01
        EnergyWeight gate = EnergyWeight.awayFromData(0.1, 2, 0.5);
        float[] weights =
                weights(gate, Samples.of(new float[][] {{0}, {(float) Math.sqrt(0.21)}, {3}}), data, quadratic);
        assertThat((double) weights[0]).isCloseTo(1 / (1 + Math.exp(2.1 / 0.5)), within(1e-6));
        assertThat((double) weights[1]).isCloseTo(0.5, within(1e-6));
        assertThat((double) weights[2]).isCloseTo(1, within(1e-6));
        assertThat(weights(EnergyWeight.everywhere(), data, data, quadratic)).containsExactly(1, 1);
    }

    private static float[] weights(EnergyWeight gate, Samples points, Samples data, Potential potential) {
        return gate.at(points.tensor(Device.cpu()), data.tensor(Device.cpu()), potential)
                .floats();
    }

    /** Where data scatter by more than a nat, the height counts their deviations: here they lie at 0 and 2, deviation 1. */
    @Test
    void theGateGrowsWithTheScatterOfEnergies() {
        Potential slope = x -> x.sumPerRow();
        Samples data = Samples.of(new float[][] {{0}, {2}});
        EnergyWeight gate = EnergyWeight.awayFromData(0.1, 2, 0.5);
        float[] weights = weights(gate, Samples.of(new float[][] {{3}, {3.5f}}), data, slope);
        assertThat((double) weights[0]).isCloseTo(0.5, within(1e-6));
        assertThat((double) weights[1]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new DenoisingScoreMatching(0, 0.1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new DenoisingScoreMatching(0.1, Double.NaN)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new NoiseContrastiveEstimation(0.1, modes(0.5), 0))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> EnergyWeight.awayFromData(0.1, 2, 0)).isInstanceOf(UsageException.class);
    }
}
