package org.energymatching.sampling.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.SamplingResult;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.testing.Quadratic;
import org.energymatching.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effective sample sizes, R-hat, and what the course of chains tells of them. */
class DiagnosticsTest {

    /** x ← ρ x + √(1 - ρ²) z from its equilibrium, around a centre. */
    private static double[] autoregressive(double rho, int length, double centre, RandomGenerator random) {
        double[] chain = new double[length];
        double x = random.nextGaussian();
        for (int i = 0; i < length; i++) {
            chain[i] = centre + x;
            x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
        }
        return chain;
    }

    private static double[][] chains(int count, double rho, int length, RandomGenerator random) {
        double[][] chains = new double[count][];
        for (int m = 0; m < count; m++) {
            chains[m] = autoregressive(rho, length, 0, random);
        }
        return chains;
    }

    /** Σ ρ^|t| = (1 + ρ)/(1 - ρ). */
    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, 0.3, 0.9, 0.97})
    void autoregressiveChainsHaveAKnownEffectiveSize(double rho) {
        Seeds.check(3, random -> {
            double[][] chains = chains(4, rho, 10_000, random);
            double expected = 10_000 * (1 - rho) / (1 + rho);
            assertThat(EffectiveSampleSize.of(chains)).isCloseTo(4 * expected, within(0.25 * 4 * expected));
            assertThat(EffectiveSampleSize.of(chains[0])).isCloseTo(expected, within(0.3 * expected));
            assertThat(EffectiveSampleSize.of(chains[0])).isEqualTo(EffectiveSampleSize.of(new double[][] {chains[0]}));
        });
    }

    /** By hand: N = 6, W = 6/5, V = 1, γ = 1, ½, 0, -½; ρ = 1, 0.3, -0.2, -0.7; P = 1.3, -0.9; τ = 2 · 1.3 - 1. */
    @Test
    void aShortChainComesOutAsByHand() {
        assertThat(EffectiveSampleSize.of(new double[] {1, 1, 1, -1, -1, -1})).isCloseTo(6 / 1.6, within(1e-12));
    }

    /** Halves (1, 2, 1.5, 2.5) and (3, 5, 4, 4.5): means 1.75 and 4.125, variances 1.25/3 and 2.1875/3. */
    @Test
    void splitRHatComesOutAsByHand() {
        double[] chain = {1, 2, 1.5, 2.5, 3, 5, 4, 4.5};
        double within = (1.25 / 3 + 2.1875 / 3) / 2;
        double pooled = 0.75 * within + Math.pow(4.125 - 1.75, 2) / 2;
        assertThat(SplitRHat.of(chain)).isCloseTo(Math.sqrt(pooled / within), within(1e-12));
    }

    /** Chains around different centres: V is 1 + the variance of the centres. */
    @Test
    void chainsThatDisagreeAreFound() {
        Seeds.check(3, random -> {
            double[][] apart = new double[4][];
            for (int m = 0; m < 4; m++) {
                apart[m] = autoregressive(0.2, 5000, m, random);
            }
            assertThat(SplitRHat.of(apart)).isCloseTo(Math.sqrt(1 + 10 / 7.0), within(0.05));
            assertThat(SplitRHat.rankNormalised(apart)).isBetween(1.4, 1.8);
            assertThat(EffectiveSampleSize.of(apart))
                    .as("they are worth little")
                    .isLessThan(10);
            double[][] alike = chains(4, 0.2, 5000, random);
            assertThat(SplitRHat.of(alike)).isCloseTo(1, within(0.005));
            assertThat(SplitRHat.rankNormalised(alike)).isCloseTo(1, within(0.005));
        });
    }

    /** One chain three times as wide has the same mean: only distances from the median tell. */
    @Test
    void chainsThatDifferInSpreadAreFound() {
        double[][] chains = chains(4, 0, 2000, new SplittableRandom(1));
        chains[0] = DoubleStream.of(chains[0]).map(x -> 3 * x).toArray();
        assertThat(SplitRHat.of(chains)).isLessThan(1.01);
        assertThat(SplitRHat.rankNormalised(chains)).isGreaterThan(1.05);
    }

    /** Ranks do not change under a monotone map, however heavy the tails become. */
    @Test
    void ranksDoNotMindHeavyTails() {
        double[][] chains = chains(3, 0.5, 500, new SplittableRandom(2));
        chains[0] = DoubleStream.of(chains[0]).map(x -> x + 1).toArray();
        double[][] cubed = new double[3][];
        for (int m = 0; m < 3; m++) {
            cubed[m] = DoubleStream.of(chains[m]).map(x -> Math.exp(3 * x)).toArray();
        }
        assertThat(SplitRHat.rankNormalised(cubed)).isGreaterThan(1.1);
    }

    @Test
    void whatDoesNotVaryIsNotANumber() {
        double[] flat = {2, 2, 2, 2, 2, 2, 2, 2};
        assertThat(EffectiveSampleSize.of(flat)).isNaN();
        assertThat(SplitRHat.of(flat)).isNaN();
        assertThat(SplitRHat.rankNormalised(flat)).isNaN();
        assertThat(SplitRHat.of(flat, new double[] {3, 3, 3, 3, 3, 3, 3, 3})).isInfinite();
    }

    @Test
    void chainsAreEquallyLongAndLongEnough() {
        assertThatThrownBy(() -> EffectiveSampleSize.of(new double[3])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SplitRHat.of(new double[9], new double[10])).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SplitRHat.of()).isInstanceOf(UsageException.class);
    }

    /**
     * Langevin steps of x make an autoregressive chain of factor 1 - kΔt; looked at every tenth step, its
     * autocorrelation is known.
     */
    @Test
    void watchedChainsTellHowTheyMix() {
        double rho = 0.9;
        int n = 40;
        SamplingResult course = new Sampler(
                        Kernel.eulerMaruyama(),
                        TemperatureSchedule.constant(1),
                        TimeGrid.to(200).step(0.1))
                .watched(Target.of(Quadratic.diagonal(1, 1)), StandardNormal.of(2), n, 3, () -> {}, 200);
        Diagnostics diagnostics = course.diagnostics();
        assertThat(diagnostics.chains()).isEqualTo(n);
        assertThat(diagnostics.each()).hasSize(n);
        assertThat(diagnostics.looks()).as("every tenth of 2,000").isEqualTo(200);
        assertThat(diagnostics.trace().times()).hasSize(200).startsWith(1.0).endsWith(200.0);
        assertThat(diagnostics.acceptance()).isNull();
        assertThat(diagnostics.swaps()).isEmpty();
        double tenth = Math.pow(rho, 10);
        double expected = 200 * n * (1 - tenth) / (1 + tenth);
        for (Diagnostics.Quantity quantity : diagnostics.quantities().subList(1, 3)) {
            assertThat(quantity.mean()).isCloseTo(0, within(0.06));
            assertThat(quantity.deviation()).isCloseTo(Math.sqrt(1 / 0.95), within(0.04));
            assertThat(quantity.effectiveSamples()).isCloseTo(expected, within(0.15 * expected));
            assertThat(quantity.rHat()).isBetween(0.999, 1.02);
        }
        assertThat(diagnostics.quantities().get(0).coordinate()).isNull();
        assertThat(diagnostics.quantities().get(0).mean()).as("of the energy").isCloseTo(1 / 0.95, within(0.05));
        assertThat(diagnostics.quantities().get(2).coordinate()).isEqualTo(1);
        double each = diagnostics.each().stream()
                .mapToDouble(Diagnostics.Chain::effectiveSamples)
                .average()
                .orElseThrow();
        double energies = 200 * (1 - tenth * tenth) / (1 + tenth * tenth);
        assertThat(each).as("of squares, which forget twice as fast").isCloseTo(energies, within(0.2 * energies));
    }

    @Test
    void watchingDoesNotChangeTheChains() {
        for (Kernel kernel : new Kernel[] {Kernel.heun(), Kernel.mala().adapting(4), Kernel.hamiltonian(2)}) {
            Sampler sampler = new Sampler(
                    kernel, TemperatureSchedule.ramp(0.3, 0.5), TimeGrid.to(2).step(0.1));
            Target target = Target.of(Quadratic.tilted(1, 3, 1));
            SamplingResult watched = sampler.watched(target, StandardNormal.of(2), 70, 3, () -> {}, 1, 2);
            Trajectory plain = sampler.trajectory(target, StandardNormal.of(2), 70, 3, 1, 2);
            assertThat(watched.trajectory().times()).isEqualTo(plain.times());
            for (int look = 0; look < 2; look++) {
                assertThat(watched.trajectory().states().get(look).values())
                        .isEqualTo(plain.states().get(look).values());
            }
            assertThat(watched.diagnostics().equilibrium()).isGreaterThan(1);
        }
    }

    @Test
    void withoutTemperatureThereIsNoEquilibrium() {
        Diagnostics flow = new Sampler(Kernel.gradientFlow(), TemperatureSchedule.constant(0), TimeGrid.to(1))
                .watched(Target.of(Quadratic.diagonal(1)), StandardNormal.of(1), 3, 3, () -> {}, 1)
                .diagnostics();
        assertThat(flow.looks()).isZero();
        assertThat(flow.trace().means()).hasSize(100).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(flow.quantities())
                .allSatisfy(quantity -> assertThat(quantity.rHat()).isNull());
    }
}
