package org.energymatching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.interaction.GaussianRepulsion;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.inverse.Blur;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.Likelihood;
import org.energymatching.inverse.NoiseModel;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.testing.Leaks;
import org.energymatching.testing.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are put together: energies add up, and the drift is their slope. */
class TargetTest {

    private static final Potential QUADRATIC = Quadratic.diagonal(1, 2, 0.5f, 3);
    private static final Potential WAVES = x -> x.sin().sumPerRow();
    private static final Shape ROW = Shape.of(4);
    private static final double[] EPSILON = {0.3, 0.3, 0.3, 0.3};

    private static final Map<String, Target> TARGETS = Map.of(
            "potential", Target.of(QUADRATIC),
            "sum", Target.of(QUADRATIC.plus(WAVES.times(-0.7))),
            "given", Target.of(WAVES).given(blurred()),
            "given twice",
                    Target.of(QUADRATIC).given(blurred()).given(x -> x.exp().sumPerRow()),
            "photons",
                    Target.of(QUADRATIC)
                            .given(Inpainting.columns(4, 2)
                                    .with(NoiseModel.poisson(10))
                                    .likelihood(new float[] {0.2f, -0.4f, 0.8f})),
            "guided", Target.of(QUADRATIC).guidedBy(blurred(), 0.16, 0.2, 0.5),
            "repelled", Target.of(QUADRATIC).repelledBy(PairwiseRepulsion.of(2, 1.5)),
            "repelled softly", Target.of(QUADRATIC).repelledBy(GaussianRepulsion.of(4, 1.2, 3)),
            "all",
                    Target.of(QUADRATIC.plus(WAVES))
                            .given(blurred())
                            .repelledBy(PairwiseRepulsion.of(2, 2))
                            .repelledBy(GaussianRepulsion.of(4, 1, 1)));

    private static Likelihood blurred() {
        return Blur.of(ROW, 1).with(NoiseModel.gaussian(0.4)).likelihood(new float[] {1, 0, -1, 0.5f});
    }

    private static double total(Target target, float[] x) {
        try (Scope scope = Scope.open()) {
            double sum = 0;
            for (float energy :
                    target.energy(Tensor.of(x, ROW.batch(4)), EPSILON).floats()) {
                sum += energy;
            }
            return sum;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "potential",
                "sum",
                "given",
                "given twice",
                "photons",
                "guided",
                "repelled",
                "repelled softly",
                "all"
            })
    void theDriftIsMinusTheSlopeOfTheEnergy(String name) {
        Target target = Objects.requireNonNull(TARGETS.get(name));
        SplittableRandom random = new SplittableRandom(6);
        float[] x = new float[16];
        for (int i = 0; i < 16; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] drift;
        try (Scope scope = Scope.open()) {
            drift = target.drift(Tensor.of(x, ROW.batch(4)), EPSILON).floats();
        }
        float h = 1f / 128;
        for (int i = 0; i < 16; i++) {
            float[] up = x.clone();
            float[] down = x.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (total(target, up) - total(target, down)) / (up[i] - down[i]);
            assertThat((double) drift[i]).as("%s, value %d", name, i).isCloseTo(-slope, within(4e-3));
        }
    }

    /** U = V + ε (R + ΣW), each row with its own ε. */
    @Test
    void termsComeTimesTheTemperature() {
        Likelihood one = x -> x.sumPerRow();
        Target target = Target.of(QUADRATIC).given(one).given(x -> x.square().sumPerRow());
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 1, 1, 1, 2, 0, 0, 0}, ROW.batch(2));
            assertThat(target.energy(x, new double[] {0, 0.5}).floats()).containsExactly(3.25f, 2 + 1 + 2);
            assertThat(target.drift(x, new double[] {0, 0.5}).floats())
                    .containsExactly(-1, -2, -0.5f, -3, -2 - 0.5f - 2, -0.5f, -0.5f, -0.5f);
        }
    }

    @Test
    void aColdTargetDoesNotAskForTheTerm() {
        Target target = Target.of(QUADRATIC).given(x -> {
            throw new AssertionError("asked");
        });
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.ones(ROW.batch(1));
            assertThat(target.energy(x, new double[1]).item()).isEqualTo(3.25);
            assertThat(target.drift(x, new double[1]).floats()).containsExactly(-1, -2, -0.5f, -3);
        }
    }

    @Test
    void groupsAreAsLargeAsTheLargest() {
        Target target = Target.of(QUADRATIC);
        assertThat(target.given(blurred()).group()).isEqualTo(1);
        assertThat(target.repelledBy(PairwiseRepulsion.of(2, 1))
                        .given(blurred())
                        .repelledBy(PairwiseRepulsion.of(4, 1))
                        .group())
                .isEqualTo(4);
        assertThatThrownBy(() -> target.repelledBy(PairwiseRepulsion.of(2, 1)).repelledBy(PairwiseRepulsion.of(3, 1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("groups of 2 and of 3");
    }

    @Test
    void everyTermIsToldWhichChainsItSees() {
        Likelihood numbered = new Likelihood() {
            @Override
            public Tensor negativeLog(Tensor x) {
                return x.sumPerRow().times(0);
            }

            @Override
            public Likelihood forChains(long first, int rows) {
                return x -> x.sumPerRow().times(0).plus(10.0 * first + rows);
            }
        };
        Target target = Target.of(QUADRATIC)
                .given(numbered)
                .given(blurred())
                .given(numbered)
                .forChains(7, 2);
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.zeros(ROW.batch(2));
            double alone = Target.of(QUADRATIC)
                    .given(blurred())
                    .energy(x, new double[] {1, 1})
                    .floats()[0];
            assertThat(target.energy(x, new double[] {1, 1}).floats()).containsOnly((float) (alone + 144));
        }
    }

    @Test
    void likelihoodsThatAreNotFiniteAreNamed() {
        Target logarithm = Target.of(QUADRATIC).given(x -> x.log().sumPerRow()).forChains(30, 2);
        fails(logarithm, new float[] {1, 1, 1, 1, 1, -1, 1, 1}, "-log p(y|x) of chain 31 is NaN", "coordinate is 1.0");
        Target root =
                Target.of(QUADRATIC).given(x -> x.abs().sqrt().sumPerRow()).forChains(30, 2);
        fails(root, new float[] {1, 0, 1, 1, 1, 1, 1, 1}, "-log p(y|x) of chain 30 is 3.0 with the slope");
        fails(root, new float[] {1, 1, 1, 1, 1, 1, Float.POSITIVE_INFINITY, 1}, "Chain 31 diverged", "Infinity");
    }

    private static void fails(Target target, float[] x, String... fragments) {
        try (Scope scope = Scope.open()) {
            Tensor rows = Tensor.of(x, ROW.batch(2));
            assertThatThrownBy(() -> target.drift(rows, new double[] {0.1, 0.1}))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContainingAll(fragments);
        }
    }

    @Test
    void likelihoodsOfTheWrongFormAreRefused() {
        refuses(Tensor::sum, "(2, 4) came out as ()", "sumPerRow()");
        refuses(Tensor::square, "came out as (2, 4)");
        refuses(x -> x.detach().sumPerRow(), "does not depend on x");
        refuses(x -> Tensor.of(x.sumPerRow().floats()), "does not depend on x", "no way through Java values");
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.ones(ROW.batch(2));
            assertThatThrownBy(() -> QUADRATIC.plus(Tensor::sum).energy(x))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("The second potential of (2, 4) came out as ()");
        }
    }

    private static void refuses(Likelihood likelihood, String... fragments) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.ones(ROW.batch(2));
            assertThatThrownBy(() -> Target.of(QUADRATIC).given(likelihood).drift(x, new double[] {0.1, 0.1}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll(fragments);
        }
    }

    @Test
    void driftsLeaveNothingBehind() {
        float[] x = new float[16];
        Leaks.assertNone(() -> {
            try (Scope scope = Scope.open()) {
                Objects.requireNonNull(TARGETS.get("all")).forChains(8, 4).drift(Tensor.of(x, ROW.batch(4)), EPSILON);
            }
        });
    }
}
